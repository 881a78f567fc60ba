import { expect, it } from 'vitest';
import { newestOnly } from '../../playground/views/review/newest-only.ts';

it('asks for one review at a time, and of those wanted meanwhile for the newest: nobody waits for texts that are gone', async () => {
  const done: string[] = [];
  let finish = (): void => undefined;
  const want = newestOnly((text: string) => {
    done.push(text);
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  want('a');
  want('b');
  want('c');
  expect(done).toEqual(['a']);
  finish();
  await Promise.resolve();
  await Promise.resolve();
  expect(done).toEqual(['a', 'c']);
  finish();
  await Promise.resolve();
  await Promise.resolve();
  want('d');
  expect(done).toEqual(['a', 'c', 'd']);
});
