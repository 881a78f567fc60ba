import { useState } from 'react';
import { useController, usePage } from '../state/index.ts';
import { Coded } from '../tables/index.ts';
import { useLanguage, useSay } from '../words/index.ts';

const SIGNS = { error: '✗', warning: '!', hint: 'i' } as const;

/** What was found in the document that is shown: how many, how quickly, the first of the worst, and on demand the list. */
export function Findings() {
  const controller = useController();
  const say = useSay();
  const language = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const inspected = usePage((state) => state.inspected);
  const tab = usePage((state) => state.tab);
  const text = usePage((state) => state.documents[state.tab]);
  const found = usePage((state) => state.found?.[state.tab]) ?? [];
  const count = (severity: string) => found.filter((each) => each.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const clean = say({ en: 'no findings', ja: '指摘なし' });
  const summary =
    found.length === 0
      ? clean
      : say({
          en: `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
          ja: `エラー ${errors} 件、警告 ${warnings} 件`,
        });
  const worst = found.find(({ severity }) => severity === 'error') ?? found[0];
  const program = inspected?.plan?.program;
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  return (
    <section className="findings" aria-label={say({ en: 'findings', ja: '指摘' })}>
      {isOpen && found.length > 0 && (
        <ul className="findings-list">
          {tab === 'scenario' && errors > 0 && program !== undefined && (
            <li className="findings-about muted">
              <Coded
                text={say({
                  en: `Checked with the program that is open, \`${program}\`: a scenario of another program may not fit it.`,
                  ja: `開いているプログラム \`${program}\` に当てはめて調べています。別のプログラムのシナリオは合わないことがあります。`,
                })}
              />
            </li>
          )}
          {found.map((each) => (
            <li key={`${each.code} ${each.span.start} ${each.span.end}`}>
              <button type="button" className="finding" onClick={() => controller.show(tab, each.span)}>
                <span className={`finding-sign ${each.severity}`} aria-hidden="true">
                  {SIGNS[each.severity]}
                </span>
                <span className="finding-line muted">{lineOf(each.span.start)}</span>
                <span>
                  <Coded text={each.message[language]} />
                  {each.help !== undefined && (
                    <span className="muted">
                      {' – '}
                      <Coded text={each.help[language]} />
                    </span>
                  )}
                </span>
                <code className="muted">{each.code}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
      <button
        type="button"
        className="line findings-line"
        aria-expanded={isOpen && found.length > 0}
        disabled={found.length === 0}
        onClick={() => setOpen(!isOpen)}
      >
        <span className={errors > 0 ? 'bad' : found.length > 0 ? 'warned' : 'good'} aria-hidden="true">
          {errors > 0 ? '✗' : found.length > 0 ? '!' : '✓'}
        </span>
        <span role="status">{inspected === undefined ? '…' : summary}</span>
        {inspected !== undefined && (worst === undefined || isOpen) && (
          <span className="muted">{Math.max(1, Math.round(inspected.millis))} ms</span>
        )}
        {worst !== undefined && !isOpen && (
          <span className="findings-worst">
            <span className="muted">
              {say({ en: `line ${lineOf(worst.span.start)}`, ja: `${lineOf(worst.span.start)} 行目` })}
            </span>{' '}
            <Coded text={worst.message[language]} />
          </span>
        )}
      </button>
    </section>
  );
}
