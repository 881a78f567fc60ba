import './figures.css';
import type { ReactNode } from 'react';
import type { Markup, Section, Timeline } from '../../../report/index.ts';
import { Chart } from '../../charts/index.ts';

/** A chart on a sheet of its own; in place of one that cannot be drawn, what is beneath it under its caption. */
export function Plate({
  title,
  caption = title,
  chart,
  timeline,
  table,
  isNarrow = false,
  isBare = false,
  children,
}: {
  readonly title: string;
  readonly caption?: ReactNode;
  readonly chart: Markup | undefined;
  readonly timeline?: Timeline | undefined;
  /** The figures of a chart that is not over time. */
  readonly table?: Section | undefined;
  readonly isNarrow?: boolean;
  /** On a sheet already. */
  readonly isBare?: boolean;
  readonly children?: ReactNode;
}) {
  const look = `${isBare ? '' : 'plate '}figure-plate${isNarrow ? ' narrow' : ''}`;
  if (chart === undefined)
    return (
      <figure className={look}>
        <figcaption>{caption}</figcaption>
        {children}
      </figure>
    );
  return (
    <Chart className={look} title={title} caption={caption} chart={chart} timeline={timeline} table={table}>
      {children}
    </Chart>
  );
}
