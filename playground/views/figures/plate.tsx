import { type ReactNode, useState } from 'react';
import type { Markup, Timeline } from '../../../report/index.ts';
import { useSay } from '../../words/index.ts';
import { Chart } from './chart.tsx';

/** A chart under its caption; `timeline`: its figures as a table, to be opened. */
export function Plate({
  caption,
  chart,
  timeline,
  isNarrow = false,
  isBare = false,
  children,
}: {
  readonly caption: ReactNode;
  readonly chart: Markup | undefined;
  readonly timeline?: Timeline | undefined;
  readonly isNarrow?: boolean;
  /** On a sheet already. */
  readonly isBare?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <figure className={`${isBare ? '' : 'plate '}figure-plate${isNarrow ? ' narrow' : ''}`}>
      <figcaption>{caption}</figcaption>
      {chart !== undefined && <Chart chart={chart} />}
      {children}
      {timeline !== undefined && <TimelineTable timeline={timeline} />}
    </figure>
  );
}

/** The figures of a chart, drawn up only when somebody asks for them. */
function TimelineTable({ timeline }: { readonly timeline: Timeline }) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const { title, labels, series, formatFull } = timeline;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say({ en: 'Figures', ja: '数値を表示' })}</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className="scrolling" aria-label={title} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say({ en: 'Month', ja: '月' })}</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col" className="n">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {labels.map((label, at) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {series.map(({ name, values }) => {
                    const value = values[at];
                    return (
                      <td key={name} className="n">
                        {value === undefined ? '–' : formatFull(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
