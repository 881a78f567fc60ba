import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import {
  LEDGER_WORDS,
  type Life,
  type Occasion,
  scaleOf,
  showDay,
  showGrouped,
  showTime,
  unitAfter,
  type Why,
} from '../../../report/index.ts';
import type { Language, LedgerRow, Localized, Plan, Span } from '../../../schema/index.ts';
import { WhyTree } from './why-tree.tsx';

/** Beyond so many occasions, only those in sight are drawn. */
const MANY = 200;

export type LifeSide = 'base' | 'candidate';

export interface TimelineProps {
  readonly language: Language;
  readonly plan: Plan;
  readonly life: Life;
  readonly base: Life | undefined;
  /** Ids of events that were added by hand. */
  readonly added: ReadonlySet<string>;
  readonly loadWhy: (occasion: string, side: LifeSide) => Promise<Why | undefined>;
  readonly onShow: (document: 'program' | 'base', span: Span) => void;
  readonly onRemove: (event: string) => void;
}

/** One occasion under either version; a version may have nothing of it. */
interface Pair {
  readonly id: string;
  readonly candidate: Occasion | undefined;
  readonly base: Occasion | undefined;
}

function pairsOf(life: Life, base: Life | undefined): readonly Pair[] {
  const before = new Map(base?.occasions.map((each) => [each.id, each]));
  const after = new Set(life.occasions.map(({ id }) => id));
  const pairs = [
    ...life.occasions.map((each) => ({ id: each.id, candidate: each, base: before.get(each.id) })),
    ...(base?.occasions ?? [])
      .filter(({ id }) => !after.has(id))
      .map((each) => ({ id: each.id, candidate: undefined, base: each })),
  ];
  const at = ({ candidate, base: other }: Pair) => (candidate ?? other)?.at ?? 0;
  return pairs.sort((a, b) => at(a) - at(b));
}

/** Rows without what only numbers them: lots are counted apart under each version. */
function postsOf(occasion: Occasion | undefined): string {
  return (occasion?.rows ?? [])
    .map(({ kind, what, quantity, by, expires }) => [kind, what, quantity, by, expires].join(' '))
    .join('\n');
}

/** What happened, occasion by occasion; each opens its reasons. Where two versions part, both are shown. */
export function Timeline(props: TimelineProps) {
  const { life, base, language } = props;
  const pairs = pairsOf(life, base);
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const virtual = useVirtualizer({
    count: pairs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 56,
    overscan: 8,
    enabled: pairs.length > MANY,
    getItemKey: (index) => pairs[index]?.id ?? index,
  });
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const item = (pair: Pair) => (
    <Item {...props} pair={pair} isOpen={open.has(pair.id)} onToggle={() => toggle(pair.id)} />
  );
  const label = { en: 'What happened', ja: '出来事' }[language];
  if (pairs.length <= MANY)
    return (
      <ol className="timeline" aria-label={label}>
        {pairs.map((pair) => (
          <li key={pair.id}>{item(pair)}</li>
        ))}
      </ol>
    );
  return (
    <div className="timeline-window" ref={scroller}>
      <ol className="timeline" aria-label={label} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const pair = pairs[index];
          return (
            pair !== undefined && (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                aria-setsize={pairs.length}
                aria-posinset={index + 1}
                style={{ position: 'absolute', width: '100%', transform: `translateY(${start}px)` }}
              >
                {item(pair)}
              </li>
            )
          );
        })}
      </ol>
    </div>
  );
}

function Item({
  pair,
  isOpen,
  onToggle,
  language,
  plan,
  base,
  added,
  loadWhy,
  onShow,
  onRemove,
}: TimelineProps & { readonly pair: Pair; readonly isOpen: boolean; readonly onToggle: () => void }) {
  const [why, setWhy] = useState<Readonly<Partial<Record<LifeSide, Why | 'none'>>>>({});
  const say = (text: Localized) => text[language];
  const { id, candidate, base: before } = pair;
  const isCompared = base !== undefined;
  const parts = isCompared && postsOf(candidate) !== postsOf(before);
  useEffect(() => {
    if (!isOpen) return undefined;
    let isCurrent = true;
    const load = async (side: LifeSide): Promise<void> => {
      const found = await loadWhy(id, side);
      if (isCurrent) setWhy((now) => ({ ...now, [side]: found ?? 'none' }));
    };
    if (candidate !== undefined) void load('candidate');
    if (before !== undefined && (parts || candidate === undefined)) void load('base');
    // What was asked of a life that has changed since is not shown.
    return () => {
      isCurrent = false;
    };
  }, [isOpen, parts, id, candidate, before, loadWhy]);
  const occasion = candidate ?? before;
  if (occasion === undefined) return null;
  const one: LifeSide = candidate === undefined ? 'base' : 'candidate';
  const sides: readonly LifeSide[] = parts ? ['base', 'candidate'] : [one];
  const isAdded = occasion.event !== undefined && added.has(occasion.event);
  const names = {
    enrolment: { en: 'enrolment', ja: '入会' },
    day: { en: 'start of the day', ja: '一日の始まり' },
    event: { en: occasion.type ?? '', ja: occasion.type ?? '' },
  };
  return (
    <div className={isAdded ? 'occasion added' : 'occasion'}>
      <div className="occasion-head">
        <button type="button" className="occasion-toggle" aria-expanded={isOpen} onClick={onToggle}>
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
          <time>{showTime(occasion.at)}</time>
          <strong>{say(names[occasion.kind])}</strong>
          {occasion.event !== undefined && <code>{occasion.event}</code>}
          {isAdded && <span className="badge">{say({ en: 'added', ja: '追加分' })}</span>}
          {parts && <span className="badge">≠ {say({ en: 'versions part', ja: '版により異なる' })}</span>}
        </button>
        {isAdded && occasion.event !== undefined && (
          <button
            type="button"
            className="button quiet"
            onClick={() => occasion.event !== undefined && onRemove(occasion.event)}
          >
            {say({ en: 'Remove', ja: '取り除く' })}
            <span className="unseen"> {occasion.event}</span>
          </button>
        )}
      </div>
      {occasion.fields.length > 0 && (
        <p className="occasion-fields muted">
          {occasion.fields.map(({ name, value }) => `${name} ${value[language]}`).join(' · ')}
        </p>
      )}
      <div className={parts ? 'occasion-sides' : undefined}>
        {sides.map((side) => {
          const own = pair[side];
          const reasons = why[side];
          return (
            <div key={side}>
              {parts && <h4>{say(SIDES[side])}</h4>}
              {own === undefined && (
                <p className="muted">{say({ en: 'nothing happens', ja: '何も起きません' })}</p>
              )}
              {own?.told.map((told) => (
                <p key={told.en}>{say(told)}</p>
              ))}
              <Rows rows={own?.rows ?? []} plan={plan} language={language} />
              {isOpen && own !== undefined && reasons === undefined && (
                <p className="muted" role="status">
                  {say({ en: 'looking up why …', ja: '理由を調べています…' })}
                </p>
              )}
              {isOpen && reasons !== undefined && reasons !== 'none' && (
                <WhyTree
                  why={reasons}
                  language={language}
                  onShow={(span) => onShow(side === 'base' ? 'base' : 'program', span)}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

export const SIDES: Readonly<Record<LifeSide, Localized>> = {
  base: { en: 'base', ja: '変更前' },
  candidate: { en: 'candidate', ja: '変更案' },
};

function Rows({
  rows,
  plan,
  language,
}: {
  readonly rows: readonly LedgerRow[];
  readonly plan: Plan;
  readonly language: Language;
}) {
  if (rows.length === 0) return null;
  const quantity = ({ kind, what, quantity: value }: LedgerRow): string => {
    if (value === undefined) return what;
    const number = showGrouped(value, scaleOf(plan, what));
    return `${value > 0n && kind !== 'decline' ? '+' : ''}${number} ${unitAfter(number, what, language)}`;
  };
  return (
    <ul className="occasion-rows">
      {rows.map((row) => (
        <li key={`${row.kind} ${row.what} ${row.by ?? ''} ${row.lot ?? ''} ${row.quantity ?? ''}`}>
          <span className="muted">{LEDGER_WORDS[row.kind][language]}</span> <strong>{quantity(row)}</strong>
          {row.by !== undefined && <code> {row.by}</code>}
          {row.expires !== undefined && (
            <span className="muted">
              {' '}
              {{ en: `until ${showDay(row.expires)}`, ja: `${showDay(row.expires)} まで` }[language]}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
