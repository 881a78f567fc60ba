import './tables.css';
import { headingOf, opening, type Section, sectionCsv, sentence } from '../../report/index.ts';
import { useLanguage } from '../words/index.ts';
import { Coded } from './coded.tsx';
import { PlainTable } from './plain-table.tsx';
import { SaveCsv } from './save-csv.tsx';
import { Scrolled } from './scrolled.tsx';

/** A section under its title, with its notes; as a file too. The section is in the page's language. */
export function SectionTable({ section }: { readonly section: Section }) {
  const language = useLanguage();
  const { rows, notes } = section;
  const title = opening(language, headingOf(section));
  return (
    <div className="section-table">
      <div className="chart-head">
        <h3>{title}</h3>
        {rows.length > 0 && (
          <span className="tools">
            <SaveCsv title={title} csv={() => sectionCsv(section)} />
          </span>
        )}
      </div>
      {rows.length > 0 && (
        <Scrolled label={title}>
          <PlainTable section={section} />
        </Scrolled>
      )}
      {notes.length > 0 && (
        <ul className={rows.length > 0 ? 'section-notes' : 'empty'}>
          {notes.map((note) => (
            <li key={note}>
              <Coded text={sentence(language, note)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
