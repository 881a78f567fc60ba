import './review.css';
import type { Diagnostic, Localized } from '../../../schema/index.ts';
import { useController, usePage } from '../../state/index.ts';
import { Coded } from '../../tables/index.ts';
import { useLanguage, useNumbers, useSay } from '../../words/index.ts';
import { useReview } from './use-review.ts';

const SIGNS = { error: '✗', warning: '!', hint: 'i' } as const;
const SEVERITIES: Readonly<Record<Diagnostic['severity'], Localized>> = {
  error: { en: 'error', ja: 'エラー' },
  warning: { en: 'finding', ja: '指摘' },
  hint: { en: 'hint', ja: 'ヒント' },
};

/** What a reviewer of the design would ask: purpose, loyalties, who is served, what terms can be made to do, rules of law. */
export function Review() {
  const say = useSay();
  const numbers = useNumbers(undefined);
  const program = usePage((state) => state.documents.program);
  const isBroken = usePage((state) => state.brokenSince !== undefined);
  const { review, failure } = useReview();
  if (isBroken)
    return (
      <p className="empty">
        {say({
          en: 'A program with errors cannot be reviewed: mend them first.',
          ja: 'エラーのあるプログラムはレビューできません。先にエラーを直してください。',
        })}
      </p>
    );
  const failed = failure !== undefined && (
    <p className="bad" role="alert">
      {say(failure)}
    </p>
  );
  if (review === undefined)
    return failed || <p className="muted">{say({ en: 'Reviewing …', ja: 'レビューしています…' })}</p>;
  const { diagnostics, allowed } = review.reviewed;
  // Places of findings are places in the text that was reviewed.
  const isOld = review.program !== program;
  return (
    <div className={isOld ? 'review dimmed' : 'review'}>
      {failed}
      <p className="muted">
        {isOld
          ? say({
              en: 'The program has changed since: it is reviewed again in a moment.',
              ja: 'プログラムが変わりました。まもなくレビューし直します。',
            })
          : review.members === undefined
            ? say({
                en: 'What can be said of the program alone; with a history there is more.',
                ja: 'プログラムだけから言えることです。履歴があればさらに詳しく調べます。',
              })
            : say({
                en: `What can be said of the program, and of what it did to ${numbers.count(review.members)} ${review.members === 1 ? 'member' : 'members'}.`,
                ja: `プログラムと、会員 ${numbers.count(review.members)} 人での結果から言えることです。`,
              })}
      </p>
      {diagnostics.length === 0 && (
        <p className="empty">
          <span className="good" aria-hidden="true">
            ✓
          </span>{' '}
          {say({ en: 'No findings.', ja: '指摘はありません。' })}
        </p>
      )}
      <ul className="review-list">
        {diagnostics.map((each) => (
          <FindingCard
            key={`${each.code} ${each.span.start} ${each.span.end}`}
            finding={each}
            text={review.program}
            isOld={isOld}
          />
        ))}
      </ul>
      {allowed.length > 0 && (
        <section>
          <h2>{say({ en: 'Allowed by the program', ja: 'プログラムで許可されている指摘' })}</h2>
          <ul className="review-list">
            {allowed.map(({ diagnostic, reason }) => (
              <FindingCard
                key={`${diagnostic.code} ${diagnostic.span.start}`}
                finding={diagnostic}
                text={review.program}
                isOld={isOld}
                reason={reason}
              />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function FindingCard({
  finding,
  text,
  isOld,
  reason,
}: {
  readonly finding: Diagnostic;
  /** What was reviewed. */
  readonly text: string;
  /** The text is another one by now: its places cannot be shown. */
  readonly isOld: boolean;
  readonly reason?: string;
}) {
  const controller = useController();
  const say = useSay();
  const language = useLanguage();
  const lineOf = (offset: number): string => {
    const line = text.slice(0, offset).split('\n').length;
    return say({ en: `line ${line}`, ja: `${line} 行目` });
  };
  const { severity, code, message, help, related } = finding;
  return (
    <li className={`plate review-card ${reason === undefined ? severity : 'allowed'}`}>
      <p className="review-head">
        <span className={`finding-sign ${severity}`} aria-hidden="true">
          {SIGNS[severity]}
        </span>
        <span className="review-kind">{say(SEVERITIES[severity])}</span>
        <code className="muted">{code}</code>
        <button
          type="button"
          className="link review-line"
          disabled={isOld}
          onClick={() => controller.show('program', finding.span)}
        >
          {lineOf(finding.span.start)}
        </button>
      </p>
      <p className="review-message">
        <Coded text={message[language]} />
      </p>
      {help !== undefined && (
        <p>
          <span className="muted">{say({ en: 'help', ja: '対処' })}</span> <Coded text={help[language]} />
        </p>
      )}
      {related.map((place) => (
        <p key={`${place.span.start} ${place.span.end}`}>
          <button
            type="button"
            className="link"
            disabled={isOld}
            onClick={() => controller.show('program', place.span)}
          >
            <Coded text={place.message[language]} />
          </button>{' '}
          <span className="muted">{lineOf(place.span.start)}</span>
        </p>
      ))}
      {reason !== undefined && (
        <p>
          <span className="muted">{say({ en: 'allowed because', ja: '許可の理由' })}</span> {reason}
        </p>
      )}
    </li>
  );
}
