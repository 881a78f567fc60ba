/**
 * Words that can never be names. Everything else (`last`, `this`, `by`, `since`, `earned`, …) is an ordinary name
 * wherever the grammar does not ask for it.
 */
export const reservedWords = [
  'and',
  'or',
  'not',
  'if',
  'then',
  'else',
  'in',
  'between',
  'of',
  'per',
  'otherwise',
  'has',
  'where',
  'during',
  'yes',
  'no',
  'forever',
  'now',
  'today',
] as const;

export type ReservedWord = (typeof reservedWords)[number];

export function isReserved(word: string): word is ReservedWord {
  return reservedWords.some((reserved) => reserved === word);
}

/** Letters and marks of any script, digits and `_`; marks because decomposed text (が as か + ゙) is a name too. */
const NAME = /[\p{L}_][\p{L}\p{M}\p{Nd}_]*/uy;

/** Matches one name at `offset`; undefined when there is none. */
export function nameAt(text: string, offset: number): string | undefined {
  // Set before every use, so nothing is carried from one text to the next.
  NAME.lastIndex = offset;
  return NAME.exec(text)?.[0];
}
