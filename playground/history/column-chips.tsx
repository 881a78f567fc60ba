import type { Survey } from '../../runtime/index.ts';
import { useSay } from '../words/index.ts';
import { lookWords } from './choices.ts';

/** The columns of the file with samples; one that is pressed goes to the next target that is pointed at. */
export function ColumnChips({
  survey,
  pointed,
  used,
  onPoint,
}: {
  readonly survey: Survey;
  readonly pointed: string | undefined;
  readonly used: ReadonlySet<string>;
  readonly onPoint: (column: string | undefined) => void;
}) {
  const say = useSay();
  return (
    <div>
      <p className="muted" id="history-pointing">
        {say({
          en: 'Columns of the file. Press one, then “Use here” beside what it is for; or choose from the lists.',
          ja: 'ファイルの列です。列を押してから、対応する項目の「ここに使う」を押します。一覧から選ぶこともできます。',
        })}
      </p>
      <ul className="history-chips" aria-describedby="history-pointing">
        {survey.columns.map((column) => {
          const { name, samples, empty } = column;
          return (
            <li key={name}>
              <button
                type="button"
                className="history-chip"
                aria-pressed={pointed === name}
                onClick={() => onPoint(pointed === name ? undefined : name)}
              >
                <span className="history-chip-name">
                  {used.has(name) && <span aria-hidden="true">✓ </span>}
                  {name}
                  {used.has(name) && (
                    <span className="unseen">{say({ en: ', in use', ja: '（使用中）' })}</span>
                  )}
                </span>
                <span className="muted">{say(lookWords(column))}</span>
                <span className="history-samples">{samples.slice(0, 3).join(' · ')}</span>
                {empty > 0 && (
                  <span className="muted">
                    {say({
                      en: `${empty} of ${survey.rows} empty`,
                      ja: `${survey.rows} 行中 ${empty} 行が空`,
                    })}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
