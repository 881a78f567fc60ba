import type { Localized, Plan } from '../../schema/index.ts';
import { called, type SectionCell } from '../section/index.ts';

type Plans = readonly Plan[];

const byKey = (key: string): Localized => ({ en: key, ja: key });

function ladderOf(plans: Plans, ladder: string): Plan['ladders'][number] | undefined {
  return plans.flatMap(({ ladders }) => ladders.filter(({ name }) => name === ladder))[0];
}

/** What the first of these plans that has it calls a ladder; its key where none does. */
export function ladderTitle(plans: Plans, ladder: string): Localized {
  return ladderOf(plans, ladder)?.title ?? byKey(ladder);
}

/** What the first of these plans that has it calls a level. */
export function levelTitle(plans: Plans, ladder: string, level: string): Localized {
  const has = plans.filter((plan) => ladderOf([plan], ladder)?.levels.some(({ name }) => name === level));
  return ladderOf(has, ladder)?.levels.find(({ name }) => name === level)?.title ?? byKey(level);
}

/** A level with its ladder, by their keys and as they are called. */
export function levelCell(
  plans: Plans,
  ladder: string,
  level: string,
  words: (text: Localized) => string,
): SectionCell {
  const [of, title] = [ladderTitle(plans, ladder), levelTitle(plans, ladder, level)];
  return called(`${ladder}.${level}`, words({ en: `${of.en}: ${title.en}`, ja: `${of.ja}: ${title.ja}` }));
}
