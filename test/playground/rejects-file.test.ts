import { afterAll, expect, it } from 'vitest';
import { rejectsFile } from '../../playground/engine/history/rejects-file.ts';
import { connectLanguage } from '../../playground/language/index.ts';
import { readColumns } from '../../runtime/index.ts';
import { answered, given, HISTORY, PROGRAM } from './desk.ts';
import { engineInPlace } from './in-place.ts';
import { planOf } from './reference.ts';

const client = engineInPlace(1);
afterAll(() => client.end());

const REFUND = JSON.stringify({
  member: 'm00000070',
  id: 'ID',
  at: '2026-06-01T10:00:00',
  type: 'refund',
  of: 'bought by nobody',
});
const STRICTER = PROGRAM.replace('stars: integer }', 'stars: { type: integer, min: 6 } }');

// If it fails, the list of bad rows is of the version compared with, or runs as a formula where it is opened.
it('lists the bad rows of the version that is shown, and nothing in them is a formula', async () => {
  const bad = '=1+1';
  await answered(client, 'open', { source: given(`${HISTORY.trimEnd()}\n${bad}\n`), program: PROGRAM });
  const ask = (base: string, text: string) =>
    answered(client, 'replay', {
      candidate: { label: '', text },
      base: { label: '', text: base },
      added: [],
    });
  await ask(PROGRAM, STRICTER);
  const { candidate } = await ask(STRICTER, PROGRAM);
  expect(candidate.figures.history.rejected.reduce((sum, { count }) => sum + count, 0)).toBe(1);
  const file = await answered(client, 'rejects', { language: 'ja' });
  expect(file.startsWith('\ufefffile,line,column,value,reason,message,raw\r\n')).toBe(true);
  expect(file.trimEnd().split('\r\n').length).toBe(2);
  expect(file.endsWith(`,'${bad}\r\n`)).toBe(true);
});

// If it fails, a file that is bad from end to end fills the memory, or its list says that it is whole.
it('keeps the text of so many bad rows, counts the others, and says so in the list', async () => {
  const plan = planOf(PROGRAM);
  // One that is no event, and two refunds of what nobody bought: these are known to be bad at the end only.
  const rows = ['no row', ...['r1', 'r2'].map((id) => REFUND.replace('ID', id))];
  const read = async (mostTexts: number) => {
    const chunks = [new TextEncoder().encode(`${HISTORY.trimEnd()}\n${rows.join('\n')}\n`)];
    return (await readColumns(plan, [{ name: 'history.jsonl', chunks }], { mostTexts })).rejected;
  };
  expect((await read(3)).map(({ raw }) => raw)).toEqual(rows);
  const cut = await read(2);
  expect(cut.map(({ raw }) => raw)).toEqual([rows[0], rows[1], '']);
  const lines = rejectsFile(cut, 'en').trimEnd().split('\r\n');
  expect(lines.length).toBe(4);
  expect(lines[3]).toContain('1 more were counted');
  expect(rejectsFile(await read(0), 'ja')).toContain('ほかに 3 行');
});

// If it fails, a page whose files are gone starts workers until the browser ends it.
it('starts no more workers for the language once three of them died', async () => {
  const dead: Worker[] = [];
  const language = connectLanguage(() => {
    const worker = Object.assign(new EventTarget(), {
      postMessage() {},
      terminate() {},
    }) as unknown as Worker;
    dead.push(worker);
    return worker;
  });
  const call = () => language.call('inspect', { documents: { program: '', tests: '', scenario: '' } });
  for (let death = 0; death < 3; death += 1) {
    const answer = call();
    dead.at(-1)?.onerror?.({ message: 'gone' } as ErrorEvent);
    await expect(answer).rejects.toThrow('gone');
  }
  await expect(call()).rejects.toThrow('reload the page');
  expect(dead.length).toBe(3);
});
