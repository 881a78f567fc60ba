import type { Difference } from '../../compiler/index.ts';
import {
  addFractions,
  type GuardrailResult,
  type KpiChange,
  type MemberComparison,
  type MonthTotals,
  negateFraction,
  type PopulationResult,
  power10,
  reduced,
  type Weight,
  type Yardstick,
  ZERO,
} from '../../runtime/index.ts';
import type { Day, Fraction, Loyalty, Plan } from '../../schema/index.ts';
import { costOf, LOYALTIES, liabilityOf, mixOf, total, totalOf } from '../figures/index.ts';

/** A version of a program, and what it came to over the history. */
export interface ComparedVersion {
  /** How whoever asked named it. */
  readonly label: string;
  readonly plan: Plan;
  readonly result: PopulationResult;
}

/** Something that either version may lack. */
export interface Sides<T> {
  readonly base: T | undefined;
  readonly candidate: T | undefined;
}

/** What a rule, reward or benefit does differently. */
export interface SourceChange {
  readonly kind: 'rule' | 'reward' | 'benefit';
  readonly name: string;
  readonly builds: Loyalty | undefined;
  readonly times: Sides<bigint>;
  /** Points given, by the yardstick; 0 where there is none. */
  readonly given: Sides<bigint>;
  readonly givenChange: bigint;
  /** Of what all sources change, in size; missing where nothing changes. */
  readonly share: Fraction | undefined;
  /** Each in the currency of its version; no change where these differ. */
  readonly cost: Sides<Fraction>;
  readonly costChange: Fraction | undefined;
}

export const POINT_FLOWS = ['issued', 'used', 'expired', 'forfeited', 'reversed', 'outstanding'] as const;
export type PointFlow = (typeof POINT_FLOWS)[number];

/** A points type in both versions; quantities at `scale`. */
export interface PointsChange {
  readonly name: string;
  readonly scale: number;
  readonly flows: Readonly<Record<PointFlow, Sides<bigint>>>;
}

/** Members at the end per level of a ladder. */
export interface LevelChange {
  readonly ladder: string;
  readonly level: string;
  readonly members: Sides<bigint>;
}

export interface MixChange {
  readonly loyalty: Loyalty;
  readonly spend: Sides<Fraction>;
  /** Of what builds any loyalty. */
  readonly share: Sides<Fraction>;
  /** Of `loyalty.mix`. */
  readonly target: Sides<Fraction>;
}

/** Two versions of a program over one history. */
export interface ComparisonFigures {
  readonly base: ComparedVersion;
  readonly candidate: ComparedVersion;
  /** What the documents say differently; undefined where they cannot be put beside each other. */
  readonly edits: readonly Difference[] | undefined;
  readonly first: Day | undefined;
  readonly until: Day;
  /** Of the members in each run, up to its end; rows that each version could not use. */
  readonly events: { readonly base: number; readonly candidate: number };
  readonly rejected: { readonly base: number; readonly candidate: number };
  readonly yardstick: Yardstick;
  readonly members: MemberComparison;
  readonly kpis: readonly KpiChange[];
  readonly guardrails: readonly GuardrailResult[];
  /** False: amounts of money of the two cannot be compared. */
  readonly isOneCurrency: boolean;
  /** What the program paid, and still owes for outstanding points, each in the currency of its version. */
  readonly cost: Sides<Fraction>;
  readonly liability: Sides<Fraction>;
  /** Largest change first; those that change nothing are left out. */
  readonly sources: readonly SourceChange[];
  /** Of both versions together. */
  readonly sourceCount: number;
  readonly points: readonly PointsChange[];
  readonly levels: readonly LevelChange[];
  readonly mix: readonly MixChange[];
}

const loyaltiesOf = ({ plan, result: { months, run } }: ComparedVersion) => mixOf(plan, months, run);
const lessOf = (a: Fraction, b: Fraction): Fraction => reduced(addFractions(a, negateFraction(b)));
const sizeOf = (value: bigint): bigint => (value < 0n ? -value : value);

/** What one version's rule, reward or benefit did over the run. */
interface Source {
  readonly kind: SourceChange['kind'];
  readonly name: string;
  readonly builds: Loyalty | undefined;
  readonly times: bigint;
  readonly given: bigint;
  readonly cost: Fraction;
}

function sourcesOf({ plan, result }: ComparedVersion, weights: readonly Weight[]): readonly Source[] {
  const of = (
    kind: Source['kind'],
    terms: readonly { readonly name: string; readonly builds: Loyalty | undefined }[],
    own: (month: MonthTotals) => MonthTotals['rules'],
  ): readonly Source[] =>
    terms.map(({ name, builds }, index) => {
      const totals = result.months.flatMap((month) => own(month)[index] ?? []);
      const issued = (points: number): bigint =>
        totals.reduce((all, each) => all + (each.issued[points] ?? 0n), 0n);
      return {
        kind,
        name,
        builds,
        times: totals.reduce((all, each) => all + each.times, 0n),
        given: weights.reduce((all, { points, factor }) => all + issued(points) * factor, 0n),
        cost: total(totals.map(({ cost }) => cost)),
      };
    });
  return [
    ...of('rule', plan.rules, ({ rules }) => rules),
    ...of('reward', plan.rewards, ({ rewards }) => rewards),
    ...of('benefit', plan.benefits, ({ benefits }) => benefits),
  ];
}

function sourceChanges(
  base: readonly Source[],
  candidate: readonly Source[],
  isOneCurrency: boolean,
): readonly SourceChange[] {
  const keyOf = ({ kind, name }: Source): string => `${kind} ${name}`;
  const keys = [...new Set([...base, ...candidate].map(keyOf))];
  const changes = keys.flatMap((key) => {
    const before = base.find((each) => keyOf(each) === key);
    const after = candidate.find((each) => keyOf(each) === key);
    const either = after ?? before;
    if (either === undefined) return [];
    return [
      {
        kind: either.kind,
        name: either.name,
        builds: either.builds,
        times: { base: before?.times, candidate: after?.times },
        given: { base: before?.given, candidate: after?.given },
        givenChange: (after?.given ?? 0n) - (before?.given ?? 0n),
        cost: { base: before?.cost, candidate: after?.cost },
        costChange: isOneCurrency ? lessOf(after?.cost ?? ZERO, before?.cost ?? ZERO) : undefined,
      },
    ];
  });
  const all = changes.reduce((total, { givenChange }) => total + sizeOf(givenChange), 0n);
  const differs = ({ times, givenChange, costChange }: (typeof changes)[number]): boolean =>
    times.base !== times.candidate || givenChange !== 0n || (costChange?.n ?? 0n) !== 0n;
  const crossed = (a = ZERO, b = ZERO): bigint => a.n * b.d;
  const bySize = (a: bigint, b: bigint): number =>
    Number(sizeOf(b) > sizeOf(a)) - Number(sizeOf(b) < sizeOf(a));
  return changes
    .filter(differs)
    .map((each) => ({
      ...each,
      share: all === 0n ? undefined : reduced({ n: sizeOf(each.givenChange), d: all }),
    }))
    .sort(
      (a, b) =>
        bySize(a.givenChange, b.givenChange) ||
        bySize(crossed(a.costChange, b.costChange), crossed(b.costChange, a.costChange)),
    );
}

function liabilityAt({ plan, result }: ComparedVersion): Fraction | undefined {
  const outstanding = result.months.at(-1)?.outstanding ?? [];
  return totalOf(plan.points.map((type, index) => liabilityOf(type, outstanding[index] ?? 0n)));
}

function pointsChanges(base: ComparedVersion, candidate: ComparedVersion): readonly PointsChange[] {
  const names = new Set([...base.plan.points, ...candidate.plan.points].map(({ name }) => name));
  return [...names].map((name) => {
    const versions = [base, candidate].map(({ plan, result }) => {
      const index = plan.points.findIndex((each) => each.name === name);
      return { type: plan.points[index], index, months: result.months };
    });
    const scale = Math.max(...versions.map(({ type }) => type?.decimals ?? 0));
    const total = (version: (typeof versions)[number] | undefined, flow: PointFlow): bigint | undefined => {
      if (version?.type === undefined) return undefined;
      const { type, index, months } = version;
      const value =
        flow === 'outstanding'
          ? (months.at(-1)?.outstanding[index] ?? 0n)
          : months.reduce((all, { flows }) => {
              const own = flows[index];
              // What came back of a cancelled use was not used.
              const back = flow === 'used' ? (own?.returned ?? 0n) : 0n;
              return all + (own?.[flow] ?? 0n) - back;
            }, 0n);
      return value * power10(scale - type.decimals);
    };
    const flows = Object.fromEntries(
      POINT_FLOWS.map((flow) => [
        flow,
        { base: total(versions[0], flow), candidate: total(versions[1], flow) },
      ]),
    ) as PointsChange['flows'];
    return { name, scale, flows };
  });
}

function levelChanges(base: ComparedVersion, candidate: ComparedVersion): readonly LevelChange[] {
  const levelsOf = ({ plan, result }: ComparedVersion) =>
    plan.ladders.flatMap(({ name, levels }, ladder) =>
      levels.map((level, index) => ({
        ladder: name,
        level: level.name,
        members: result.months.at(-1)?.tiers[ladder]?.[index]?.members ?? 0n,
      })),
    );
  const [before, after] = [levelsOf(base), levelsOf(candidate)];
  const ladders = [...new Set([...before, ...after].map(({ ladder }) => ladder))];
  return ladders.flatMap((ladder) => {
    const own = [...before, ...after].filter((each) => each.ladder === ladder);
    const find = (list: typeof before, level: string) =>
      list.find((each) => each.ladder === ladder && each.level === level)?.members;
    return [...new Set(own.map(({ level }) => level))].map((level) => ({
      ladder,
      level,
      members: { base: find(before, level), candidate: find(after, level) },
    }));
  });
}

/** What is known of two versions before it is put together. */
export type ComparisonInput = Pick<
  ComparisonFigures,
  | 'base'
  | 'candidate'
  | 'edits'
  | 'first'
  | 'until'
  | 'events'
  | 'rejected'
  | 'yardstick'
  | 'members'
  | 'kpis'
  | 'guardrails'
>;

/** Adds up two runs side by side. */
export function comparisonFigures(input: ComparisonInput): ComparisonFigures {
  const { base, candidate, yardstick } = input;
  const weights = yardstick.kind === 'none' ? { base: [], candidate: [] } : yardstick;
  const sources = [sourcesOf(base, weights.base), sourcesOf(candidate, weights.candidate)] as const;
  const keys = sources.flat().map(({ kind, name }) => `${kind} ${name}`);
  const [before, after] = [loyaltiesOf(base), loyaltiesOf(candidate)];
  const isOneCurrency = base.plan.currency.code === candidate.plan.currency.code;
  return {
    ...input,
    isOneCurrency,
    cost: {
      base: total(base.result.months.map(costOf)),
      candidate: total(candidate.result.months.map(costOf)),
    },
    liability: { base: liabilityAt(base), candidate: liabilityAt(candidate) },
    sources: sourceChanges(...sources, isOneCurrency),
    sourceCount: new Set(keys).size,
    points: pointsChanges(base, candidate),
    levels: levelChanges(base, candidate),
    mix: LOYALTIES.map((loyalty, index) => ({
      loyalty,
      spend: { base: before[index]?.spend, candidate: after[index]?.spend },
      share: { base: before[index]?.share, candidate: after[index]?.share },
      target: { base: before[index]?.target, candidate: after[index]?.target },
    })),
  };
}
