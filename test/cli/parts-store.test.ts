import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { folderStore } from '../../cli/reading/index.ts';
import { partIn } from '../../cli/reading/parts-store.ts';

const stores: ReturnType<typeof folderStore>[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.remove();
});
const opened = () => {
  const store = folderStore();
  stores.push(store);
  return store;
};

// If it fails, rows of a large history are lost without a word when somebody tidies up the temporary files.
describe('parts in a folder', () => {
  test('are what was dealt to them, and nothing where nothing was', () => {
    const store = opened();
    store.append(3, Uint8Array.of(1, 2));
    store.append(3, Uint8Array.of(3));
    expect([...store.read(3)]).toEqual([1, 2, 3]);
    expect(store.sizeOf(3)).toBe(3);
    expect(store.read(4)).toHaveLength(0);
  });

  test.each([
    ['is gone', (path: string) => rmSync(path), 'ENOENT'],
    ['is shorter', (path: string) => writeFileSync(path, 'x'), 'EIO'],
  ])('are told of when one %s', (_, harm, code) => {
    const store = opened();
    store.append(0, Uint8Array.of(1, 2));
    harm(join(store.folder, '0'));
    expect(() => store.read(0)).toThrow(expect.objectContaining({ code }));
    expect(() => partIn(store.folder, { part: 0, bytes: store.sizeOf(0) })).toThrow();
  });

  test('leave nothing when they are removed, a file of a thread among them', () => {
    const store = opened();
    store.append(0, Uint8Array.of(1));
    writeFileSync(join(store.folder, '0.chunks'), 'x');
    store.dropParts();
    expect(readdirSync(store.folder)).toEqual(['0.chunks']);
    store.remove();
    expect(() => readdirSync(store.folder)).toThrow('ENOENT');
    expect(() => readdirSync(`${store.folder}.gone`)).toThrow('ENOENT');
  });
});
