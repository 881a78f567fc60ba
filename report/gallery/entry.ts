import { childOf, readDocument, textOf } from '../../compiler/index.ts';
import type { Localized, Plan } from '../../schema/index.ts';
import { mechanismsOf } from './detect.ts';
import type { MechanismId } from './mechanisms.ts';

/** What the gallery knows of a program: plain data. */
export interface GalleryEntry {
  /** The name of its folder. */
  readonly slug: string;
  readonly title: Localized;
  readonly description: Localized | undefined;
  /** What it is meant to bring about. */
  readonly purpose: Localized | undefined;
  readonly mechanisms: readonly MechanismId[];
  readonly rules: number;
  /** Levels to be reached, of all ladders; bases not counted. */
  readonly levels: number;
  readonly rewards: number;
  /** Code of its currency. */
  readonly currency: string;
  /** Names and titles of points, levels, rules, rewards and benefits, to be searched. */
  readonly names: readonly string[];
}

/** The entry of a program: from its Plan, and from its text what a Plan does not keep. */
export function galleryEntry(slug: string, programText: string, plan: Plan): GalleryEntry {
  const { root } = readDocument(programText);
  const levels = plan.ladders.flatMap(({ levels: [, ...reached] }) => reached);
  const named = [...plan.points, ...levels, ...plan.rules, ...plan.rewards, ...plan.benefits];
  return {
    slug,
    title: plan.title,
    description: textOf(childOf(root, 'description')),
    purpose: textOf(childOf(root, 'purpose')),
    mechanisms: mechanismsOf(plan).map(({ id }) => id),
    rules: plan.rules.length,
    levels: levels.length,
    rewards: plan.rewards.length,
    currency: plan.currency.code,
    names: [...new Set(named.flatMap(({ name, title }) => [name, title.en, title.ja]))],
  };
}
