import { type GalleryEntry, type MechanismId, searchGallery } from '../../report/index.ts';
import type { Language } from '../../schema/index.ts';

/** A mechanism that can be asked for, and how many programs would be left. */
export interface Choice {
  readonly id: MechanismId;
  readonly isChosen: boolean;
  readonly programs: number;
}

const hasAll = (entry: GalleryEntry, ids: readonly MechanismId[]): boolean =>
  ids.every((id) => entry.mechanisms.includes(id));

/** The programs that answer a query and have every chosen mechanism, best first. */
export function found(
  entries: readonly GalleryEntry[],
  query: string,
  chosen: readonly MechanismId[],
  language: Language,
): readonly GalleryEntry[] {
  return searchGallery(entries, query, language).filter((entry) => hasAll(entry, chosen));
}

/**
 * The mechanisms by which programs can be told apart, in their order: what every program has would narrow nothing. Each counts the
 * programs that would be left of those that are shown.
 */
export function choices(
  entries: readonly GalleryEntry[],
  shown: readonly GalleryEntry[],
  chosen: readonly MechanismId[],
  order: readonly MechanismId[],
): readonly Choice[] {
  const count = (list: readonly GalleryEntry[], id: MechanismId) =>
    list.filter(({ mechanisms }) => mechanisms.includes(id)).length;
  return order
    .filter((id) => count(entries, id) > 0 && count(entries, id) < entries.length)
    .map((id) => ({ id, isChosen: chosen.includes(id), programs: count(shown, id) }));
}

/** The mechanisms of a program that say most about it: those chosen, then those that few others have. */
export function telling(
  entry: GalleryEntry,
  entries: readonly GalleryEntry[],
  chosen: readonly MechanismId[],
): readonly MechanismId[] {
  const programs = (id: MechanismId) =>
    chosen.includes(id) ? 0 : entries.filter(({ mechanisms }) => mechanisms.includes(id)).length;
  return [...entry.mechanisms].sort((a, b) => programs(a) - programs(b));
}
