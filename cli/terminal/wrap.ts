import { widthOf } from './width.ts';

/** A Japanese line breaks between any two characters, except before these … */
const NOT_FIRST = /^[、。，．・：；？！）」』】ー〜…ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/;
/** … and after these. */
const NOT_LAST = /[（「『【]$/;

/** What must stay together: a word of Latin letters with its space, or one wide character. */
function pieces(text: string): readonly string[] {
  const found = text.match(/[\x21-\x7e]+ ?|\s|[^\x20-\x7e]/gu) ?? [];
  const joined: string[] = [];
  for (const piece of found) {
    const last = joined.at(-1);
    if (last !== undefined && (NOT_FIRST.test(piece) || NOT_LAST.test(last))) {
      joined[joined.length - 1] = last + piece;
    } else joined.push(piece);
  }
  return joined;
}

/** Breaks the lines of a text that has few spaces, as Japanese does, at a width in columns. */
export function wrapWide(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines = [''];
      for (const piece of pieces(line)) {
        const current = lines.at(-1) ?? '';
        if (current !== '' && widthOf((current + piece).trimEnd()) > width) lines.push(piece.trimStart());
        else lines[lines.length - 1] = current + piece;
      }
      return lines.map((each) => each.trimEnd()).join('\n');
    })
    .join('\n');
}
