import type { BooksFigures, Flow } from '../../../report/index.ts';
import type { Fraction } from '../../../schema/index.ts';
import type { VersionResult } from '../../contract/index.ts';

/** A points type of a version at the end of the run. */
export interface Books extends BooksFigures {
  /** At the type's scale; used: less what came back. */
  readonly flows: Readonly<Record<Flow, bigint>>;
  readonly debt: bigint;
  readonly decimals: number;
  /** Points used for each that was given and stayed; missing where none was. */
  readonly earnBurn: Fraction | undefined;
}

/** By the name of the type; undefined where the version has none of that name. */
export function booksOf({ plan, figures }: VersionResult, name: string): Books | undefined {
  const index = plan.points.findIndex((type) => type.name === name);
  const [type, book, totals] = [plan.points[index], figures.books[index], figures.points[index]];
  if (type === undefined || book === undefined || totals === undefined) return undefined;
  const { issued, used, expired, forfeited, reversed, debt } = totals;
  const kept = issued - reversed;
  return {
    ...book,
    flows: { issued, used, expired, forfeited, reversed },
    debt,
    decimals: type.decimals,
    earnBurn: kept > 0n ? { n: used, d: kept } : undefined,
  };
}

/** What gave points of a type: rules and rewards, the most first. */
export interface Giver {
  readonly kind: 'rule' | 'reward';
  readonly name: string;
  readonly issued: bigint;
  /** Of all that was given of the type. */
  readonly share: Fraction;
}

export function giversOf({ plan, figures }: VersionResult, name: string): readonly Giver[] {
  const index = plan.points.findIndex((type) => type.name === name);
  const given = figures.rules.map((rule) => ({
    kind: rule.kind,
    name: rule.name,
    issued: rule.issued[index] ?? 0n,
  }));
  const all = given.reduce((sum, { issued }) => sum + issued, 0n);
  return given
    .filter(({ issued }) => issued > 0n)
    .map((each) => ({ ...each, share: { n: each.issued, d: all } }))
    .toSorted((a, b) => (a.issued < b.issued ? 1 : a.issued > b.issued ? -1 : 0));
}
