import type { Language, Localized } from '../../schema/index.ts';
import type { GalleryEntry } from './entry.ts';
import { MECHANISMS } from './mechanisms.ts';

/** One way of writing: full and half width, upper and lower case, both kana, `_` and `-` as a space. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

/** Endings that make an English word mean several of what it names: `caps` is looked for as `cap`, `companies` as `compan`. */
const PLURALS = [/(?<=[a-z]{2})ies$/, /(?<=(?:s|x|z|ch|sh))es$/, /(?<=[a-z][a-rtv-z])s$/];

/** A word without the ending of its plural; others as they are. */
function singular(word: string): string {
  const ending = PLURALS.find((each) => each.test(word));
  return ending === undefined ? word : word.replace(ending, '');
}

/** Texts of an entry, and how much a match in them weighs. */
type Field = readonly [weight: number, text: string];

const both = (text: Localized | undefined): string => (text === undefined ? '' : `${text.en} ${text.ja}`);

function fieldsOf(entry: GalleryEntry, language: Language): readonly Field[] {
  const mechanisms = entry.mechanisms.map((id) => MECHANISMS[id]);
  return [
    [10, entry.title[language]],
    [9, entry.slug],
    [8, both(entry.title)],
    ...mechanisms.map(({ label }): Field => [6, both(label)]),
    ...mechanisms.map(({ words }): Field => [4, words]),
    ...entry.names.map((name): Field => [3, name]),
    [2, `${both(entry.purpose)} ${both(entry.description)} ${entry.currency}`],
    ...mechanisms.map(({ meaning }): Field => [1, both(meaning)]),
  ].map(([weight, text]): Field => [weight as number, folded(text as string)]);
}

/** How well a text answers a word: as a whole, at the start of a word, inside one (long enough to mean it), or not. */
function closeness(text: string, word: string): number {
  if (text === word) return 2;
  const at = ` ${text}`.indexOf(` ${word}`);
  if (at >= 0) return 1.5;
  // Japanese has no spaces between words; two letters of the alphabet inside a word mean nothing.
  const means = word.length > 2 || /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.test(word);
  return means && text.includes(word) ? 1 : 0;
}

/** The entries in which every word of a query is found, best first; all of them, as they stand, for an empty query. */
export function searchGallery(
  entries: readonly GalleryEntry[],
  query: string,
  language: Language,
): readonly GalleryEntry[] {
  const asked = folded(query);
  const words = asked.split(' ').filter((word) => word !== '');
  if (words.length === 0) return entries;
  return entries
    .map((entry, place) => {
      const fields = fieldsOf(entry, language);
      const score = (word: string): number =>
        fields.reduce((best, [weight, text]) => Math.max(best, weight * closeness(text, word)), 0);
      // As it was typed first, so that a name is found by its own letters.
      const scores = words.map((word) => score(word) || score(singular(word)));
      // Words that stand together as they were asked for count again.
      const together = words.length > 1 ? words.length * score(asked) : 0;
      const whole = scores.every((each) => each > 0) ? scores.reduce((sum, each) => sum + each, together) : 0;
      return { entry, place, whole };
    })
    .filter(({ whole }) => whole > 0)
    .sort((a, b) => b.whole - a.whole || a.place - b.place)
    .map(({ entry }) => entry);
}
