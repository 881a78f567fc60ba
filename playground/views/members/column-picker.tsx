import { useEffect, useRef, useState } from 'react';
import type { MemberColumn } from '../../contract/index.ts';
import { useSay } from '../../words/index.ts';
import { type CellWriting, columnWords } from './cells.ts';

/** Chooses the columns of the table. */
export function ColumnPicker({
  columns,
  chosen,
  writing,
  onChoose,
}: {
  readonly columns: readonly MemberColumn[];
  readonly chosen: readonly string[];
  readonly writing: CellWriting;
  /** Undefined: the usual ones. */
  readonly onChoose: (keys: readonly string[] | undefined) => void;
}) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const leave = (event: PointerEvent) => {
      if (event.target instanceof Node && place.current?.contains(event.target) === false) setOpen(false);
    };
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      opener.current?.focus();
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('keydown', close);
    };
  }, [isOpen]);
  const toggle = (key: string): void =>
    onChoose(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key]);
  return (
    <div className="column-picker" ref={place}>
      <button
        ref={opener}
        type="button"
        className="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {say({ en: 'Columns', ja: '列' })}
        <span className="muted">{`${chosen.length}/${columns.length}`}</span>
      </button>
      {isOpen && (
        <fieldset className="column-list plate">
          <legend className="unseen">{say({ en: 'Columns that are shown', ja: '表示する列' })}</legend>
          {columns.map((column) => (
            <label key={column.key}>
              <input
                type="checkbox"
                checked={chosen.includes(column.key)}
                disabled={column.key === 'member'}
                onChange={() => toggle(column.key)}
              />
              {columnWords(column, writing)}
            </label>
          ))}
          <button type="button" className="button quiet" onClick={() => onChoose(undefined)}>
            {say({ en: 'The usual ones', ja: '既定に戻す' })}
          </button>
        </fieldset>
      )}
    </div>
  );
}
