import type { Preview } from '../../runtime/index.ts';
import { Coded } from '../tables/index.ts';
import { useSay } from '../words/index.ts';

/** The first rows as the program sees them, and the rows that it cannot use, with reasons. */
export function PreviewTable({ preview, isBusy }: { readonly preview: Preview; readonly isBusy: boolean }) {
  const say = useSay();
  const { rows, accepted, bad, ignored, problems, first } = preview;
  const rejected = bad.reduce((sum, { count }) => sum + count, 0);
  const left = ignored.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className="history-section" aria-busy={isBusy} aria-labelledby="history-preview">
      <h3 id="history-preview">{say({ en: 'Preview', ja: 'プレビュー' })}</h3>
      {problems.map(({ code, message, help }) => (
        <p key={code + message.en} className="bad">
          ✗ <Coded text={say(message)} />
          {help !== undefined && (
            <span className="muted">
              {' '}
              → <Coded text={say(help)} />
            </span>
          )}
        </p>
      ))}
      {problems.length === 0 && (
        <p aria-live="polite">
          {say({
            en: `Rows looked at: ${rows}, of which usable: ${accepted}, bad: ${rejected}, left out: ${left}.`,
            ja: `確認した ${rows} 行のうち、使える行 ${accepted}、不良行 ${rejected}、除いた行 ${left}。`,
          })}
        </p>
      )}
      {bad.length > 0 && (
        <ul className="history-reasons">
          {bad.map(({ code, reason, count, uncertain, first: some }) => (
            <li key={code}>
              <details>
                <summary>
                  <span className="bad">
                    ✗ <Coded text={say(reason)} />
                  </span>{' '}
                  ×{count}
                  {uncertain && (
                    <span className="muted">
                      {' '}
                      {say({
                        en: '(only the whole file can tell: the other row may come later)',
                        ja: '（ファイル全体を読むまで分かりません。対応する行が後にある場合があります）',
                      })}
                    </span>
                  )}
                </summary>
                <ul>
                  {some.map((row) => (
                    <li key={row.line}>
                      {say({ en: `line ${row.line}`, ja: `${row.line} 行目` })}:{' '}
                      <Coded text={say(row.message)} />
                      <code className="history-raw">{row.raw}</code>
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      )}
      {first.length > 0 && (
        <div className="history-wide">
          <table className="history-table">
            <thead>
              <tr>
                <th scope="col">{say({ en: 'line', ja: '行' })}</th>
                <th scope="col">{say({ en: 'member', ja: '会員' })}</th>
                <th scope="col">{say({ en: 'when', ja: '日時' })}</th>
                <th scope="col">{say({ en: 'event', ja: 'イベント' })}</th>
                <th scope="col">{say({ en: 'values', ja: '値' })}</th>
              </tr>
            </thead>
            <tbody>
              {first.map((row) =>
                row.kind === 'event' ? (
                  <tr key={`${row.line} ${row.event}`}>
                    <td>{row.line}</td>
                    <td>{row.member}</td>
                    <td>{row.at.replace('T', ' ')}</td>
                    <td>
                      {row.event}
                      {row.of !== undefined && <span className="muted"> ← {row.of}</span>}
                    </td>
                    <td>{row.fields.map(({ name, text }) => `${name} ${text}`).join(' · ')}</td>
                  </tr>
                ) : (
                  <tr key={`${row.line} bad`}>
                    <td>{row.line}</td>
                    <td colSpan={4} className="bad">
                      ✗ <Coded text={say(row.message)} />
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
