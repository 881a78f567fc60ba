import './tables.css';
import { cellText, headingOf, opening, type Section, type SectionCell } from '../../report/index.ts';
import { useLanguage, useSay } from '../words/index.ts';
import { Coded } from './coded.tsx';

type Tone = Exclude<SectionCell, string>['tone'];

const toneOf = (cell: SectionCell): Tone | undefined => (typeof cell === 'string' ? undefined : cell.tone);

/** Rows and columns are known by their place: two may read the same, and none is ever moved. */
const numbered = <T,>(list: readonly T[]): readonly (readonly [T, number])[] =>
  list.map((each, index) => [each, index]);

/** A cell with the signs of a page; what is better or worse says so beside its colour, unless its own sign does. */
function Cell({ cell }: { readonly cell: SectionCell }) {
  const say = useSay();
  const text = cellText(cell);
  const tone = toneOf(cell);
  if (typeof cell !== 'string' && cell.name !== undefined) return <Called text={text} name={cell.name} />;
  if (text === '-') return <span className="muted">–</span>;
  const shown = <Coded text={text.replace(/^-(?=[\p{Sc}\d])/u, '−')} />;
  if (tone === 'strong') return <strong>{shown}</strong>;
  if (tone === 'dim') return <span className="muted">{shown}</span>;
  if (tone === undefined) return shown;
  const isBare = /^[+−-]/.test(text) && !/[✓✗▲▼]/.test(text);
  const word = tone === 'good' ? say({ en: 'better', ja: '改善' }) : say({ en: 'worse', ja: '悪化' });
  return (
    <span className={tone}>
      {shown}
      {isBare && <small> {word}</small>}
    </span>
  );
}

/** Something of the program as it is called; its key beneath, where that is another. */
function Called({ text, name }: { readonly text: string; readonly name: string }) {
  if (name === text) return name;
  return (
    <>
      {name} <code className="plain-key">{text}</code>
    </>
  );
}

/** The table of a section by itself: its head stays in sight, figures stand to the right. `title` names it to whoever listens. */
export function PlainTable({ section }: { readonly section: Section }) {
  const language = useLanguage();
  const { columns, rows } = section;
  return (
    <table className="plain-table">
      <caption className="unseen">{opening(language, headingOf(section))}</caption>
      <thead>
        <tr>
          {numbered(columns).map(([column, index]) => {
            const side = column.align === 'right' ? 'n' : undefined;
            const text = opening(language, headingOf(column));
            // A heading without a name would be read as nothing.
            return text === '' ? (
              <td key={index} />
            ) : (
              <th key={index} scope="col" className={side}>
                {text}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {numbered(rows).map(([row, at]) => (
          <tr key={at} className={row[0] !== undefined && toneOf(row[0]) === 'strong' ? 'total' : undefined}>
            {numbered(row).map(([cell, index]) => {
              const Tag = index === 0 ? 'th' : 'td';
              return (
                <Tag
                  key={index}
                  scope={index === 0 ? 'row' : undefined}
                  className={columns[index]?.align === 'right' ? 'n' : undefined}
                >
                  <Cell cell={cell} />
                </Tag>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
