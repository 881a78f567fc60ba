import './tests.css';
import type { CaseReport, TestsReport, TitledDifference } from '../../../report/index.ts';
import type { Diagnostic, Language, Localized, Span } from '../../../schema/index.ts';
import { Coded } from '../../tables/index.ts';

export interface TestsViewProps {
  readonly language: Language;
  /** Undefined: nothing was run yet. */
  readonly report: TestsReport | undefined;
  /** A run is going on; what stands there is of the one before. */
  readonly isRunning: boolean;
  /** Shows a place in the editor. */
  readonly onShow: (document: 'program' | 'tests', span: Span) => void;
}

const VERDICTS: Readonly<
  Record<CaseReport['verdict'], { readonly sign: string; readonly tone: string; readonly words: Localized }>
> = {
  passed: { sign: '✓', tone: 'good', words: { en: 'passed', ja: '成功' } },
  failed: { sign: '✗', tone: 'bad', words: { en: 'failed', ja: '失敗' } },
  broken: { sign: '!', tone: 'bad', words: { en: 'could not run', ja: '実行不可' } },
  idle: { sign: '?', tone: 'bad', words: { en: 'expects nothing', ja: '期待なし' } },
};

/** What became of the tests of a program: each case with its verdict, what failed as a table of what was expected and came. */
export function TestsView({ language, report, isRunning, onShow }: TestsViewProps) {
  const say = (text: Localized) => text[language];
  if (report === undefined)
    return (
      <p className="empty" role="status">
        {isRunning
          ? say({ en: 'The tests are running …', ja: 'テストを実行しています…' })
          : say({ en: 'No test was run yet.', ja: 'まだテストを実行していません。' })}
      </p>
    );
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  // Nothing written yet is no mistake.
  const isEmpty = errors.some(({ code }) => code === 'empty-document');
  if (errors.length > 0 && !isEmpty)
    return (
      <section className="plate" aria-label={say({ en: 'Tests', ja: 'テスト' })}>
        <p>
          {say({
            en: 'The tests have errors, so nothing was run.',
            ja: 'テストの記述にエラーがあるため、実行していません。',
          })}
        </p>
        <Findings language={language} findings={errors} onShow={onShow} />
      </section>
    );
  const { cases } = report;
  if (cases.length === 0)
    return (
      <p className="empty">
        {say({
          en: 'There are no tests yet. Open the tests tab of the editor and write a case: who is there, what happens, and what must come of it. Ctrl+Space offers a small one to begin with.',
          ja: 'テストがまだありません。エディターの「テスト」タブに、誰がいて、何が起き、どうなるべきかを書いてください。Ctrl+Space でひな形から始められます。',
        })}
      </p>
    );
  const passed = cases.filter(({ verdict }) => verdict === 'passed').length;
  const failed = cases.length - passed;
  return (
    <section className="tests" aria-label={say({ en: 'Tests', ja: 'テスト' })} aria-busy={isRunning}>
      <p className="tests-count" role="status">
        <span className="good">✓ {say({ en: `${passed} passed`, ja: `成功 ${passed}` })}</span>
        <span className={failed > 0 ? 'bad' : 'muted'}>
          ✗ {say({ en: `${failed} failed`, ja: `失敗 ${failed}` })}
        </span>
        {isRunning && <span className="muted">{say({ en: 'running again …', ja: '再実行中…' })}</span>}
      </p>
      <ul className="tests-cases">
        {cases.map((each) => (
          <Case key={each.span.start} language={language} report={each} onShow={onShow} />
        ))}
      </ul>
    </section>
  );
}

interface CaseProps {
  readonly language: Language;
  readonly report: CaseReport;
  readonly onShow: TestsViewProps['onShow'];
}

function Case({ language, report, onShow }: CaseProps) {
  const { name, title, span, verdict, differences, problems } = report;
  const { sign, tone, words } = VERDICTS[verdict];
  const head = (
    <>
      <span className={`tests-verdict ${tone}`}>
        <span aria-hidden="true">{sign}</span> {words[language]}
      </span>
      <span className="tests-title">{title?.[language] ?? name}</span>
    </>
  );
  const door = (
    <button type="button" className="link tests-door" onClick={() => onShow('tests', span)}>
      {title === undefined ? { en: 'show', ja: '表示' }[language] : name}
      <span className="unseen">{{ en: ' in the editor', ja: ' をエディターで表示' }[language]}</span>
    </button>
  );
  if (verdict === 'passed')
    return (
      <li className="tests-case">
        <div className="tests-line">
          {head}
          {door}
        </div>
      </li>
    );
  return (
    <li className="tests-case">
      <div className="tests-line">
        <details className="tests-details">
          <summary>{head}</summary>
          {verdict === 'idle' && (
            <p>
              {
                {
                  en: 'This case looks at nothing, so it cannot fail: write what must come of it under expect:.',
                  ja: '何も確かめていないため、失敗することがありません。expect: に期待する結果を書いてください。',
                }[language]
              }
            </p>
          )}
          <Findings language={language} findings={problems} onShow={onShow} />
          {differences.map((each) => (
            <Table
              key={`${each.kind} ${each.member ?? ''} ${each.on ?? ''} ${each.span?.start ?? ''}`}
              language={language}
              difference={each}
              onShow={() => onShow('tests', each.span ?? span)}
            />
          ))}
        </details>
        {door}
      </div>
    </li>
  );
}

/** Lines are told apart by their place alone. */
function numbered(lines: TitledDifference['lines']) {
  return lines.map((line, at) => ({ at, line }));
}

function Table({
  language,
  difference,
  onShow,
}: {
  readonly language: Language;
  readonly difference: TitledDifference;
  readonly onShow: () => void;
}) {
  const nothing = { en: '(nothing)', ja: '（なし）' }[language];
  return (
    <div className="tests-difference">
      <table>
        <caption>
          <button type="button" className="link" onClick={onShow}>
            {difference.title[language]}
          </button>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{{ en: 'same?', ja: '一致' }[language]}</span>
            </th>
            <th scope="col">{{ en: 'expected', ja: '期待' }[language]}</th>
            <th scope="col">{{ en: 'got', ja: '結果' }[language]}</th>
          </tr>
        </thead>
        <tbody>
          {numbered(difference.lines).map(({ at, line: { expected, got, same, remark } }) => (
            <tr key={at} className={same ? undefined : 'differs'}>
              <td>
                <span aria-hidden="true">{same ? '=' : '≠'}</span>
                <span className="unseen">
                  {same ? { en: 'same', ja: '一致' }[language] : { en: 'differs', ja: '不一致' }[language]}
                </span>
              </td>
              <td>{expected ?? <span className="muted">{nothing}</span>}</td>
              <td>
                {got ?? <span className="muted">{nothing}</span>}
                {remark !== undefined && <div className="muted">{remark[language]}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Findings({
  language,
  findings,
  onShow,
}: {
  readonly language: Language;
  readonly findings: readonly Diagnostic[];
  readonly onShow: TestsViewProps['onShow'];
}) {
  if (findings.length === 0) return null;
  return (
    <ul className="tests-findings">
      {findings.map(({ code, span, message, help }) => (
        <li key={`${code} ${span.start}`}>
          <button type="button" className="link" onClick={() => onShow('tests', span)}>
            <Coded text={message[language]} />
          </button>
          {help !== undefined && (
            <div className="muted">
              <Coded text={help[language]} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
