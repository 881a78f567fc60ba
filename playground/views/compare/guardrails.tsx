import { comparisonSections, type Writing } from '../../../report/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import type { Compared } from './compared.ts';

/** What the change must not do, each passed or failed, on top of everything. */
export function Guardrails({
  comparison,
  writing,
}: {
  readonly comparison: Compared;
  readonly writing: Writing;
}) {
  const say = useSay();
  const controller = useController();
  const section = comparisonSections(comparison, writing, undefined).find(
    ({ part }) => part === 'guardrails',
  );
  if (section === undefined) return null;
  return (
    <section aria-label={section.title}>
      <h2>{say({ en: 'Guardrails', ja: 'ガードレール' })}</h2>
      <ul className="rails">
        {comparison.guardrails.map(({ guardrail, of, verdict }, index) => {
          const [sign, name, asks, found, whose] = section.rows[index] ?? [];
          const text = (cell: typeof sign) => (typeof cell === 'string' ? cell : cell?.text);
          return (
            <li key={`${of} ${guardrail.name}`} className={`plate rail ${verdict}`}>
              <span className={`badge ${verdict === 'passed' ? 'met' : 'missed'}`}>{text(sign)}</span>
              {of === 'candidate' ? (
                <button
                  type="button"
                  className="link rail-name"
                  onClick={() => controller.show('program', guardrail.span)}
                >
                  {text(name)}
                </button>
              ) : (
                <span className="rail-name">{text(name)}</span>
              )}
              <code>{text(asks)}</code>
              <span>
                {say({ en: 'found', ja: '結果' })} <strong>{text(found)}</strong>
              </span>
              <span className="muted">
                {say({ en: 'stated by: ', ja: '記載元: ' })}
                {text(whose)}
              </span>
            </li>
          );
        })}
      </ul>
      {section.notes.map((note) => (
        <p key={note} className="muted">
          {note.replaceAll('`', '')}
        </p>
      ))}
    </section>
  );
}
