import type { TextEdit } from '../../schema/index.ts';

/** What turns one text into the other: each stretch of spaces that differs, or where words differ one stretch of text. */
export function editsBetween(before: string, after: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const space = /\s*/y;
  const spaceAt = (text: string, at: number): string => {
    space.lastIndex = at;
    return space.exec(text)?.[0] ?? '';
  };
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const was = spaceAt(before, i);
    const is = spaceAt(after, j);
    if (was !== is) edits.push({ span: { start: i, end: i + was.length }, text: is });
    i += was.length;
    j += is.length;
    if (before[i] !== after[j]) return [replacement(before, after)];
    i += 1;
    j += 1;
  }
  return edits;
}

/** One stretch, as short as beginning and end allow. */
function replacement(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return {
    span: { start, end: before.length - end },
    text: after.slice(start, after.length - end),
  };
}
