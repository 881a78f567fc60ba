import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Histogram, MemberColumn, MembersQuery } from '../../contract/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { barWords, type CellWriting, columnWords, isBarOf, tickWords, usualBars } from './cells.ts';
import { queryOfBar } from './member-query.ts';
import type { MembersShown } from './member-rows.ts';

/** About so many bars have their words beneath. */
const TICKS = 6;

/** How the members of the list are spread over the values of a column; each bar leads to its members. */
export function MembersHistogram({
  shown,
  writing,
  onAsk,
}: {
  readonly shown: MembersShown;
  readonly writing: CellWriting;
  readonly onAsk: (query: MembersQuery) => void;
}) {
  const say = useSay();
  const [chosen, choose] = useState<string | undefined>();
  const countable = shown.columns.filter(({ kind }) => kind !== 'text');
  const column = countable.find(({ key }) => key === chosen) ?? usualBars(shown.columns);
  const histogram = useHistogram(shown.isOld ? undefined : shown.query, column?.key);
  if (column === undefined) return null;
  // The one before stays until the answer for another column is in.
  const drawn = shown.columns.find(({ key }) => key === histogram?.column) ?? column;
  const { numbers } = writing;
  return (
    <section className="plate member-bars" aria-label={say({ en: 'Distribution', ja: '分布' })}>
      <label>
        <span className="unseen">{say({ en: 'Distribution of', ja: '分布の対象' })}</span>
        <select className="field" value={column.key} onChange={(event) => choose(event.target.value)}>
          {countable.map((each) => (
            <option key={each.key} value={each.key}>
              {columnWords(each, writing)}
            </option>
          ))}
        </select>
      </label>
      {histogram !== undefined && histogram.missing > 0 && (
        <span className="muted member-missing">
          {say({
            en: `without a value: ${numbers.count(histogram.missing)}`,
            ja: `値なし: ${numbers.count(histogram.missing)} 人`,
          })}
        </span>
      )}
      {histogram === undefined ? (
        <div className="bars" />
      ) : (
        <Bars histogram={histogram} column={drawn} query={shown.query} writing={writing} onAsk={onAsk} />
      )}
    </section>
  );
}

function Bars({
  histogram: { bars },
  column,
  query,
  writing,
  onAsk,
}: {
  readonly histogram: Histogram;
  readonly column: MemberColumn;
  readonly query: MembersQuery | undefined;
  readonly writing: CellWriting;
  readonly onAsk: (query: MembersQuery) => void;
}) {
  const say = useSay();
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const current = Math.min(active, bars.length - 1);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const every = column.kind === 'level' || column.kind === 'flag' ? 1 : Math.ceil(bars.length / TICKS);
  const keyed = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: current + 1,
      ArrowLeft: current - 1,
      Home: 0,
      End: bars.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(bars.length - 1, to));
    setActive(next);
    list.current?.querySelectorAll('button')[next]?.focus();
  };
  if (bars.length === 0)
    return (
      <p className="muted">
        {say({ en: 'There are no values to be counted.', ja: '集計できる値がありません。' })}
      </p>
    );
  return (
    <div
      className={bars.length <= TICKS ? 'bars few' : 'bars'}
      role="toolbar"
      aria-label={say({
        en: `${columnWords(column, writing)}: bars, each leads to its members`,
        ja: `${columnWords(column, writing)}の分布。棒を選ぶとその会員に絞り込みます`,
      })}
      ref={list}
      onKeyDown={keyed}
    >
      {bars.map((bar, at) => {
        const words = barWords(column, bar, writing);
        const count = writing.numbers.count(bar.count);
        const label = say({
          en: `${words}: ${count} ${bar.count === 1 ? 'member' : 'members'}`,
          ja: `${words}: ${count} 人`,
        });
        return (
          <button
            key={bar.low}
            type="button"
            className="bar"
            aria-label={label}
            aria-pressed={isBarOf(query?.within, column, bar)}
            aria-disabled={bar.count === 0}
            title={label}
            tabIndex={at === current ? 0 : -1}
            onFocus={() => setActive(at)}
            onClick={() => {
              if (bar.count > 0 && query !== undefined) onAsk(queryOfBar(query, column, bar));
            }}
          >
            <span className="bar-room">
              <span
                className="bar-fill"
                style={{ height: bar.count === 0 ? 0 : `max(2px, ${(bar.count / most) * 100}%)` }}
              />
            </span>
            <span className="bar-tick">
              {at % every === 0 && (at === 0 || at + every <= bars.length)
                ? tickWords(column, bar, writing)
                : '\u00a0'}
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** Of the members of a question; undefined: what is asked is not known yet, and what stands stays. */
function useHistogram(query: MembersQuery | undefined, column: string | undefined): Histogram | undefined {
  const { engine } = useController();
  const [histogram, setHistogram] = useState<Histogram | undefined>();
  useEffect(() => {
    if (query === undefined || column === undefined) return undefined;
    const request = engine.ask('histogram', { query, column });
    let isCurrent = true;
    let isIn = false;
    void request.outcome.then((outcome) => {
      isIn = true;
      if (isCurrent && outcome.kind === 'answer' && outcome.answer.kind === 'histogram')
        setHistogram(outcome.answer);
    });
    return () => {
      isCurrent = false;
      if (!isIn) engine.cancel(request.number);
    };
  }, [engine, query, column]);
  return histogram;
}
