import type { SourceFigures } from '../../../report/index.ts';
import type { Fraction, Localized, Loyalty, Span } from '../../../schema/index.ts';
import type { VersionResult } from '../../contract/index.ts';

/** What a rule, reward or benefit did over the run, in one version. */
export interface Done {
  readonly times: bigint;
  readonly members: bigint;
  readonly cost: Fraction;
  readonly share: Fraction | undefined;
  /** Awarded, per points type that it gave anything of; quantities at the type's scale. */
  readonly given: readonly { readonly points: string; readonly scale: number; readonly quantity: bigint }[];
}

/** A rule, reward or benefit, and what it did under the candidate and the base. */
export interface Deed {
  readonly kind: SourceFigures['kind'];
  readonly name: string;
  readonly title: Localized;
  readonly builds: Loyalty | undefined;
  /** Missing where only the base has it. */
  readonly place: { readonly span: Span; readonly nameSpan: Span } | undefined;
  readonly candidate: Done | undefined;
  readonly base: Done | undefined;
}

const PLACES = { rule: 'rules', reward: 'rewards', benefit: 'benefits' } as const;

interface Own {
  readonly kind: SourceFigures['kind'];
  readonly name: string;
  readonly title: Localized;
  readonly builds: Loyalty | undefined;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly done: Done;
}

function ownOf({ plan, figures }: VersionResult): readonly Own[] {
  const seen = { rule: 0, reward: 0, benefit: 0 };
  return figures.sources.flatMap((source) => {
    const { kind, name, builds, times, members, cost, share } = source;
    const index = seen[kind];
    seen[kind] += 1;
    const term = plan[PLACES[kind]][index];
    if (term === undefined) return [];
    const given = plan.points.flatMap(({ name: points, decimals: scale }, type) => {
      const quantity = figures.months.reduce(
        (sum, month) => sum + (month[PLACES[kind]][index]?.issued[type] ?? 0n),
        0n,
      );
      return quantity === 0n ? [] : [{ points, scale, quantity }];
    });
    const nameSpan = 'nameSpan' in term ? term.nameSpan : term.span;
    return [
      {
        kind,
        name,
        title: term.title,
        builds,
        span: term.span,
        nameSpan,
        done: { times, members, cost, share, given },
      },
    ];
  });
}

/** Everything that gives, in document order; what only the base has comes last. */
export function deedsOf(candidate: VersionResult, base: VersionResult | undefined): readonly Deed[] {
  const before = base === undefined ? [] : ownOf(base);
  const after = ownOf(candidate);
  const keyOf = ({ kind, name }: Own): string => `${kind} ${name}`;
  const was = new Map(before.map((own) => [keyOf(own), own]));
  const stays = new Set(after.map(keyOf));
  return [
    ...after.map(
      (own): Deed => ({
        ...own,
        place: { span: own.span, nameSpan: own.nameSpan },
        candidate: own.done,
        base: was.get(keyOf(own))?.done,
      }),
    ),
    ...before
      .filter((own) => !stays.has(keyOf(own)))
      .map((own): Deed => ({ ...own, place: undefined, candidate: undefined, base: own.done })),
  ];
}
