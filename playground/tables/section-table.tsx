import './tables.css';
import { cellText, type Section, sectionCsv } from '../../report/index.ts';
import { save } from '../share/index.ts';
import { useSay } from '../words/index.ts';

/** Text in which what stands in backticks is code. */
function Coded({ text }: { readonly text: string }) {
  return text
    .split('`')
    .map((part, index) =>
      index % 2 === 1 ? (
        <code key={`${index} ${part}`}>{part}</code>
      ) : (
        <span key={`${index} ${part}`}>{part}</span>
      ),
    );
}

/** A table of the report on the page: figures to the right, notes beneath, and the same as CSV. */
export function SectionTable({ section }: { readonly section: Section }) {
  const say = useSay();
  const { title, columns, rows, notes } = section;
  const align = (index: number) => (columns[index]?.align === 'right' ? 'number' : undefined);
  return (
    <div className="plate section-plate">
      <header className="section-head">
        <h2>{title}</h2>
        {rows.length > 0 && (
          <button
            type="button"
            className="button quiet section-csv"
            aria-label={say({ en: `save as CSV: ${title}`, ja: `CSV に保存: ${title}` })}
            onClick={() =>
              save(`${title.replace(/[^\p{L}\p{N}]+/gu, '-')}.csv`, sectionCsv(section), 'text/csv')
            }
          >
            CSV
          </button>
        )}
      </header>
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className="section-scroll" aria-label={title} tabIndex={0}>
          <table className="section-table">
            <thead>
              <tr>
                {columns.map((column, index) => (
                  <th scope="col" key={`${index} ${column.title}`} className={align(index)}>
                    {column.title === '' ? <span className="unseen">{title}</span> : column.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={`${at} ${row[0] === undefined ? '' : cellText(row[0])}`}>
                  {row.map((cell, index) => {
                    const tone = typeof cell === 'string' ? undefined : cell.tone;
                    return (
                      <td
                        key={columns[index]?.title ?? index}
                        className={[align(index), tone].filter(Boolean).join(' ')}
                      >
                        {cellText(cell)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {notes.map((note) => (
        <p key={note} className="muted section-note">
          <Coded text={note} />
        </p>
      ))}
    </div>
  );
}
