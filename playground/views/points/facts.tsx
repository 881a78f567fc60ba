import type { ReactNode } from 'react';
import { FLOW_WORDS, FLOWS, type Shown, type Writing } from '../../../report/index.ts';
import type { Fraction, PlanPoints } from '../../../schema/index.ts';
import { useSay } from '../../words/index.ts';
import { Against, Figure, WithCode } from '../figures/index.ts';
import type { Books } from './books.ts';

const NONE: Shown = { text: '–', full: '–' };

/** These are shown also where there were none. */
const ALWAYS: ReadonlySet<string> = new Set(['issued', 'used', 'expired']);

/** What a kind of points came to, each figure with that of the base. */
export function Facts({
  type,
  books,
  before,
  writing,
}: {
  readonly type: PlanPoints;
  readonly books: Books;
  readonly before: Books | undefined;
  readonly writing: Writing;
}) {
  const say = useSay();
  const { numbers } = writing;
  const quantity = (value: bigint): Shown => numbers.shortQuantity(value, type.decimals);
  /** At the scale of the candidate, where that holds what the base has exactly. */
  const scaled = (value: bigint | undefined): bigint | undefined => {
    if (value === undefined || before === undefined) return undefined;
    const more = type.decimals - before.decimals;
    return more < 0 ? undefined : value * 10n ** BigInt(more);
  };
  const ofQuantity = (now: bigint, base: bigint | undefined): ReactNode => {
    const was = scaled(base);
    if (before === undefined || base === undefined) return null;
    const change = was === undefined ? undefined : now - was;
    return (
      <Against
        base={numbers.shortQuantity(base, before.decimals)}
        change={change === undefined ? undefined : writing.quantityChange(change, type.decimals)}
        sign={Number(change ?? 0n)}
      />
    );
  };
  const ofShare = (now: Fraction | undefined, base: Fraction | undefined): ReactNode => {
    if (before === undefined) return null;
    const difference = now && base && { n: now.n * base.d - base.n * now.d, d: now.d * base.d };
    const text = base && numbers.percent(base);
    return (
      <Against
        base={text === undefined ? undefined : { text, full: text }}
        change={difference && numbers.difference(difference)}
        sign={Number(difference?.n ?? 0n)}
      />
    );
  };
  const ofMoney = (now: Fraction | undefined, base: Fraction | undefined): ReactNode => {
    if (before === undefined) return null;
    const difference = now && base && { n: now.n * base.d - base.n * now.d, d: now.d * base.d };
    return (
      <Against
        base={base && numbers.shortMoney(base)}
        change={difference && writing.moneyChange(difference)}
        sign={Number(difference?.n ?? 0n)}
      />
    );
  };
  const percent = (value: Fraction | undefined): Shown =>
    value === undefined ? NONE : { text: numbers.percent(value), full: numbers.percent(value) };
  const facts: readonly {
    readonly name: string;
    readonly value: Shown;
    readonly note?: string;
    readonly against: ReactNode;
  }[] = [
    ...FLOWS.filter((flow) => ALWAYS.has(flow) || books.flows[flow] + (before?.flows[flow] ?? 0n) > 0n).map(
      (flow) => ({
        name: say(FLOW_WORDS[flow]),
        value: quantity(books.flows[flow]),
        against: ofQuantity(books.flows[flow], before?.flows[flow]),
      }),
    ),
    {
      name: say(FLOW_WORDS.outstanding),
      value: quantity(books.outstanding),
      against: ofQuantity(books.outstanding, before?.outstanding),
    },
    ...(books.debt + (before?.debt ?? 0n) > 0n
      ? [
          {
            name: say({ en: 'Debt', ja: '借り' }),
            value: quantity(books.debt),
            against: ofQuantity(books.debt, before?.debt),
          },
        ]
      : []),
    ...(books.liability === undefined && before?.liability === undefined
      ? []
      : [
          {
            name: say({ en: 'Liability', ja: 'ポイント負債' }),
            value: books.liability === undefined ? NONE : numbers.shortMoney(books.liability),
            note: say({ en: 'outstanding × `expense`', ja: '未使用残高 × `expense`' }),
            against: ofMoney(books.liability, before?.liability),
          },
        ]),
    {
      name: say({ en: 'Breakage', ja: '失効率' }),
      value: percent(books.breakage),
      note:
        books.breakage === undefined
          ? say({ en: 'none used or lost yet', ja: '使用も失効もまだありません' })
          : say({ en: 'of the points used or lost', ja: '使用と失効のうち' }),
      against: ofShare(books.breakage, before?.breakage),
    },
    {
      name: say({ en: 'Earn and burn', ja: '使用率' }),
      value: percent(books.earnBurn),
      note:
        books.earnBurn === undefined
          ? say({ en: 'none issued yet', ja: '付与はまだありません' })
          : say({ en: 'used, of those issued', ja: '付与に対する使用' }),
      against: ofShare(books.earnBurn, before?.earnBurn),
    },
  ];
  return (
    <dl className="plate facts">
      {facts.map(({ name, value, note, against }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Figure shown={value} />
            {note !== undefined && (
              <small className="muted">
                <WithCode text={note} />
              </small>
            )}
            {against}
          </dd>
        </div>
      ))}
    </dl>
  );
}
