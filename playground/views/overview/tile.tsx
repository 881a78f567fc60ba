import type { ReactNode } from 'react';
import type { Markup } from '../../../report/index.ts';
import { Drawing } from '../../charts/index.ts';

/** A figure on a sheet of its own: a door to its course. `children`: what opens beneath it. */
export function Tile({
  id,
  title,
  value,
  badge,
  note,
  against,
  line,
  isOpen,
  onToggle,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly value: ReactNode;
  readonly badge?: ReactNode;
  readonly note: ReactNode;
  readonly against?: ReactNode;
  readonly line: Markup | undefined;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}) {
  return (
    <>
      <li className={isOpen ? 'plate tile open' : 'plate tile'}>
        <h3>
          <button
            type="button"
            className="tile-door"
            aria-expanded={isOpen}
            aria-controls={`${id}-more`}
            onClick={onToggle}
          >
            {title}
          </button>
        </h3>
        <p className="tile-value">
          <span className="tile-figure">{value}</span>
          {badge}
        </p>
        <div>
          {against}
          <p className="muted tile-note">{note}</p>
        </div>
        {line !== undefined && <Drawing markup={line} />}
      </li>
      {isOpen && (
        <li className="plate tile-more" id={`${id}-more`}>
          {children}
        </li>
      )}
    </>
  );
}
