import './charts.css';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import {
  type Markup,
  type Section,
  sectionCsv,
  type Timeline,
  timelineCsv,
  timelineSection,
} from '../../report/index.ts';
import { PlainTable, SaveCsv, Scrolled } from '../tables/index.ts';
import { useSay } from '../words/index.ts';
import { Drawing } from './drawing.tsx';
import { letPick } from './picking.ts';
import { Readout } from './readout.tsx';
import { SavePicture } from './save-picture.tsx';

/**
 * A chart of the report under its caption, with its figures as a table and both as files. Over time (`timeline`) the pointer and
 * the arrow keys read the values of a place; `onPick` is told the index of the place, bar, flow or cell that was chosen.
 */
export function Chart({
  title,
  caption = title,
  chart,
  timeline,
  table,
  onPick,
  className = '',
  children,
}: {
  /** What is shown: names files, and the chart to whoever listens. */
  readonly title: string;
  /** What stands above it; the title where it is left out. */
  readonly caption?: ReactNode;
  readonly chart: Markup;
  /** What a chart over time was drawn from. */
  readonly timeline?: Timeline | undefined;
  /** The figures of any other chart. */
  readonly table?: Section | undefined;
  readonly onPick?: ((index: number) => void) | undefined;
  readonly className?: string;
  /** Beneath it. */
  readonly children?: ReactNode;
}) {
  const say = useSay();
  const drawing = useRef<HTMLElement>(null);
  const heading = useId();
  const [isTable, setTable] = useState(false);
  const month = say({ en: 'Month', ja: '月' });
  const figures = timeline === undefined ? table : timelineSection(timeline, month);
  const isCovered = isTable && figures !== undefined;
  const isOverTime = timeline !== undefined;
  const { markup } = chart;

  useEffect(() => {
    if (onPick === undefined || isOverTime || drawing.current === null || markup === '') return;
    return letPick(drawing.current, onPick);
  }, [onPick, isOverTime, markup]);

  return (
    <figure className={`chart ${className}`} aria-labelledby={heading}>
      <div className="chart-head">
        <figcaption id={heading}>{caption}</figcaption>
        <span className="tools">
          {figures !== undefined && (
            <button
              type="button"
              className="tool"
              aria-pressed={isTable}
              onClick={() => setTable(!isTable)}
              aria-label={say({ en: `Table: the figures of “${title}”`, ja: `表: 「${title}」の数値` })}
            >
              {say({ en: 'Table', ja: '表' })}
            </button>
          )}
          <SavePicture title={title} chart={chart} />
          {figures !== undefined && (
            <SaveCsv
              title={title}
              csv={() => (timeline === undefined ? sectionCsv(figures) : timelineCsv(timeline, month))}
            />
          )}
        </span>
      </div>
      <div className={isCovered ? 'stage covered' : 'stage'}>
        <div className="stage-drawing" inert={isCovered}>
          <Drawing markup={chart} ref={drawing} />
          {isOverTime && timeline.labels.length > 0 && (
            <Readout timeline={timeline} drawing={drawing} onPick={onPick} />
          )}
        </div>
        {isCovered && (
          <Scrolled label={title} className="stage-table">
            <PlainTable section={figures} />
          </Scrolled>
        )}
      </div>
      {children}
    </figure>
  );
}
