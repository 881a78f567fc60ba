import { formatDay, type RejectedRow } from '../../schema/index.ts';
import type { HistorySummary } from '../contract/index.ts';
import { Coded } from '../tables/index.ts';
import { useNumbers, useSay } from '../words/index.ts';

/** What reading a history came to: rows, bad rows by reason with the first of each, and what was left out. */
export function ReadingSummary({
  name,
  summary,
  onSaveRejects,
}: {
  readonly name: string;
  readonly summary: HistorySummary;
  readonly onSaveRejects: () => void;
}) {
  const say = useSay();
  const { count } = useNumbers(undefined);
  const { rows, accepted, rejected, members, events, reasons, firstRejected, ignored, warnings } = summary;
  const days =
    summary.firstDay === undefined || summary.lastDay === undefined
      ? ''
      : ` ${formatDay(summary.firstDay)} – ${formatDay(summary.lastDay)}`;
  return (
    <section className="history-section" aria-labelledby="history-read">
      <h3 id="history-read">{say({ en: 'The history at hand', ja: '現在の履歴' })}</h3>
      <p>
        <strong>{name}</strong>
        {days}
      </p>
      <dl className="history-figures">
        <Figure label={say({ en: 'rows', ja: '行' })} value={count(rows)} />
        <Figure label={say({ en: 'used', ja: '使った行' })} value={count(accepted)} />
        <Figure label={say({ en: 'bad rows', ja: '不良行' })} value={count(rejected)} />
        <Figure label={say({ en: 'members', ja: '会員' })} value={count(members)} />
        <Figure label={say({ en: 'events', ja: 'イベント' })} value={count(events)} />
      </dl>
      {ignored.length > 0 && (
        <p>
          {say({ en: 'Left out:', ja: '除いた行:' })}{' '}
          {ignored.map(({ type, count: left }) => `${type} ×${count(left)}`).join(' · ')}
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning.en} className="history-warning">
          <span aria-hidden="true">!</span> <Coded text={say(warning)} />
        </p>
      ))}
      {rejected > 0 && (
        <>
          <ul className="history-reasons">
            {reasons.map(({ code, reason, count: times }) => (
              <li key={code}>
                <details>
                  <summary>
                    <span className="bad">
                      ✗ <Coded text={say(reason)} />
                    </span>{' '}
                    ×{count(times)}
                  </summary>
                  <FirstRows rows={firstRejected.filter((row) => row.reason === code)} />
                </details>
              </li>
            ))}
          </ul>
          <button type="button" className="button" onClick={onSaveRejects}>
            {say({ en: 'Save the bad rows as CSV', ja: '不良行を CSV で保存' })}
          </button>
        </>
      )}
    </section>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt className="muted">{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function FirstRows({ rows }: { readonly rows: readonly RejectedRow[] }) {
  const say = useSay();
  if (rows.length === 0)
    return <p className="muted">{say({ en: 'The CSV has them.', ja: '行は CSV で確認できます。' })}</p>;
  return (
    <ul>
      {rows.slice(0, 5).map((row) => (
        <li key={`${row.file}:${row.line}`}>
          {row.file}:{row.line}: <Coded text={say(row.message)} />
          <code className="history-raw">{row.raw.slice(0, 300)}</code>
        </li>
      ))}
    </ul>
  );
}
