import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react';
import type { MemberColumn, MembersQuery } from '../../contract/index.ts';
import { useSay } from '../../words/index.ts';
import { type CellWriting, cellWords, columnWords } from './cells.ts';
import { type MembersShown, memberOf, rowOf } from './member-rows.ts';
import { offsetFor, ROW, restOf, stepOf, topOf } from './tall.ts';

/** Where the list was left; written as one scrolls, read when it comes back. */
export interface LeftAt {
  offset: number;
  index: number;
  isBack: boolean;
}

const HEAD = 36;
/** Least widths in pixels, and the shares of what is left. */
const WIDTHS: Readonly<Record<MemberColumn['kind'], number>> = {
  text: 132,
  day: 108,
  level: 108,
  quantity: 120,
  flag: 92,
};

/** Members row by row, as many as there are: only those in sight are drawn. Arrows move, Enter opens. */
export function MemberTable({
  shown,
  columns,
  sort,
  writing,
  left,
  onWant,
  onOpen,
  onSort,
}: {
  readonly shown: MembersShown;
  readonly columns: readonly MemberColumn[];
  readonly sort: MembersQuery['sort'];
  readonly writing: CellWriting;
  readonly left: LeftAt;
  readonly onWant: (from: number, to: number) => void;
  readonly onOpen: (member: string) => void;
  readonly onSort: (column: MemberColumn) => void;
}) {
  const say = useSay();
  const id = useId();
  const grid = useRef<HTMLTableElement>(null);
  const total = shown.total ?? 0;
  const [active, setActive] = useState(left.index);
  const current = Math.max(0, Math.min(active, total - 1));
  const [view, setView] = useState(0);
  const step = stepOf(total);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => grid.current,
    estimateSize: () => step,
    paddingEnd: restOf(step, view),
    initialOffset: left.offset,
    overscan: 6,
  });
  const measured = useRef(step);
  useEffect(() => {
    if (measured.current !== step) virtual.measure();
    measured.current = step;
  }, [virtual, step]);
  const offset = virtual.scrollOffset ?? 0;
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onWant(first, last + 1), [onWant, first, last]);
  useEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const measure = () => setView(element.clientHeight - HEAD);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (left.isBack) element.focus({ preventScroll: true });
    left.isBack = false;
    return () => observer.disconnect();
  }, [left]);
  const move = (index: number): void => {
    const next = Math.max(0, Math.min(total - 1, index));
    setActive(next);
    left.index = next;
    const element = grid.current;
    if (element !== null) element.scrollTop = offsetFor(next, step, element.scrollTop, view);
  };
  const open = (index: number): void => {
    const member = memberOf(shown, rowOf(shown, index));
    left.index = index;
    if (member !== undefined) onOpen(member);
  };
  const page = Math.max(1, Math.floor(view / ROW) - 1);
  const keyed = (event: KeyboardEvent): void => {
    // The buttons in the head have keys of their own.
    if (event.target !== event.currentTarget) return;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: total - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === 'Enter') {
      // Else the same key would press what has the focus next.
      event.preventDefault();
      open(current);
    }
  };
  const clicked = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    if (row !== null) open(Number(row.dataset.index));
  };
  const widths = columns.map(({ kind }) => WIDTHS[kind]);
  const template = widths.map((each) => `minmax(${each}px, ${each}fr)`).join(' ');
  const width = widths.reduce((sum, each) => sum + each, 0);
  const rowId = (index: number) => `${id}-${index}`;
  const isDrawn = items.some(({ index }) => index === current);
  return (
    <table
      ref={grid}
      className={shown.isOld ? 'member-grid old' : 'member-grid'}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid may be a table, and this one takes keys
      role="grid"
      tabIndex={0}
      aria-label={say({ en: 'Members', ja: '会員一覧' })}
      aria-rowcount={total + 1}
      aria-busy={shown.isOld && shown.broken.length === 0}
      aria-activedescendant={isDrawn ? rowId(current) : undefined}
      onKeyDown={keyed}
      onClick={clicked}
      onScroll={(event) => {
        left.offset = event.currentTarget.scrollTop;
      }}
    >
      <thead className="member-head" style={{ minWidth: width }}>
        <tr aria-rowindex={1} className="member-row" style={{ gridTemplateColumns: template }}>
          {columns.map((column) => (
            <Head key={column.key} column={column} sort={sort} writing={writing} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody className="member-body" style={{ height: virtual.getTotalSize(), minWidth: width }}>
        {items.map(({ index }) => {
          const row = rowOf(shown, index);
          return (
            <tr
              key={index}
              id={rowId(index)}
              aria-rowindex={index + 2}
              aria-selected={index === current}
              data-index={index}
              className={index === current ? 'member-row current' : 'member-row'}
              style={{
                gridTemplateColumns: template,
                transform: `translateY(${topOf(index, step, offset)}px)`,
              }}
            >
              {columns.map((column) => (
                <Cell
                  key={column.key}
                  column={column}
                  text={row && cellWords(column, row[shown.columns.indexOf(column)], writing)}
                />
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Head({
  column,
  sort,
  writing,
  onSort,
}: {
  readonly column: MemberColumn;
  readonly sort: MembersQuery['sort'];
  readonly writing: CellWriting;
  readonly onSort: (column: MemberColumn) => void;
}) {
  const direction = sort?.column === column.key ? (sort.descending ? 'descending' : 'ascending') : 'none';
  const words = columnWords(column, writing);
  return (
    <th scope="col" aria-sort={direction} className={column.kind === 'quantity' ? 'n' : undefined}>
      <button type="button" onClick={() => onSort(column)} title={words}>
        <span className="member-title">{words}</span>
        <span aria-hidden="true" className="member-sort">
          {{ none: '', ascending: '↑', descending: '↓' }[direction]}
        </span>
      </button>
    </th>
  );
}

function Cell({
  column: { key, kind },
  text,
}: {
  readonly column: MemberColumn;
  /** Undefined while it is on its way. */
  readonly text: string | undefined;
}) {
  const change = key === 'change' ? text?.[0] : undefined;
  const tone = change === '▲' ? ' good' : change === '▼' ? ' bad' : '';
  const content = text ?? <span className="member-wait" />;
  if (key === 'member')
    return (
      <th scope="row" title={text}>
        {content}
      </th>
    );
  return (
    <td className={`${kind === 'quantity' ? 'n' : ''}${tone}`} title={text}>
      {content}
    </td>
  );
}
