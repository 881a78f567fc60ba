import { unitAfter } from '../../report/index.ts';
import type { Progress } from '../contract/index.ts';
import { noticeOf, useController, usePage } from '../state/index.ts';
import { Coded } from '../tables/index.ts';
import { useLanguage, useNumbers, useSay } from '../words/index.ts';

const STAGES = {
  generating: { en: 'making up customers', ja: '顧客を生成中' },
  reading: { en: 'reading rows', ja: '行を読み込み中' },
  replaying: { en: 'replaying members', ja: '会員ごとに計算中' },
  simulating: { en: 'drawing responses', ja: '反応を試算中' },
} as const;

/** The line beneath the views: what was replayed and how quickly, or how far it is. */
export function RunLine() {
  const controller = useController();
  const say = useSay();
  const language = useLanguage();
  const numbers = useNumbers(undefined);
  const history = usePage((state) => state.history);
  const run = usePage((state) => state.run);
  const result = usePage((state) => state.result);
  const isBroken = usePage((state) => state.brokenSince !== undefined);
  const reading = history.kind === 'opening' ? history.progress : undefined;
  const isBusy = history.kind === 'opening' || run.kind === 'running';
  const progress = history.kind === 'opening' ? reading : run.kind === 'running' ? run.progress : undefined;
  // Of the version that is shown: another may use other rows.
  const rejected = (result?.candidate.figures.history.rejected ?? []).reduce(
    (sum, { count }) => sum + count,
    0,
  );
  const refusal =
    history.kind === 'failed'
      ? history.refusal
      : run.kind === 'refused' && !isBroken
        ? run.refusal
        : undefined;
  const asked = history.kind === 'failed' ? 'history' : result === undefined ? 'first' : 'replay';
  const counted = (count: number, unit: string): string =>
    `${numbers.count(count)} ${unitAfter(String(count), unit, 'en')}`;
  const stage = ({ stage: at, done, total }: Progress): string =>
    `${say(STAGES[at])} ${numbers.count(done)}${total === undefined ? '' : ` / ${numbers.count(total)}`}`;
  const hasFailed = history.kind === 'failed' || run.kind === 'refused';
  const state = isBusy ? 'busy' : hasFailed ? 'refused' : run.kind === 'done' ? 'done' : 'idle';
  const isAside = isBusy || refusal !== undefined;
  return (
    <div className="line run-line" data-state={state}>
      {isBusy ? (
        <>
          <progress
            aria-label={
              progress === undefined ? say({ en: 'working', ja: '処理中' }) : say(STAGES[progress.stage])
            }
            {...(progress?.total === undefined
              ? {}
              : { value: progress.done, max: Math.max(1, progress.total) })}
          />
          <span>{progress === undefined ? say({ en: 'working …', ja: '処理中…' }) : stage(progress)}</span>
          <button type="button" className="button quiet" onClick={controller.cancel}>
            {say({ en: 'Cancel', ja: '中止' })}
          </button>
        </>
      ) : (
        refusal !== undefined && (
          <>
            <span className="bad" role="alert">
              <Coded text={noticeOf(refusal, asked).text[language]} />
            </span>
            {refusal.why !== 'broken' && (
              <button type="button" className="button quiet" onClick={controller.again}>
                {say({ en: 'Try again', ja: '再試行' })}
              </button>
            )}
          </>
        )
      )}
      {/* Stays while something runs, so that only another history is spoken, not every keystroke's milliseconds. */}
      <span role="status" className={isAside ? 'unseen' : undefined}>
        {result !== undefined &&
          say({
            en: [
              counted(result.events, 'event'),
              counted(result.members, 'member'),
              counted(rejected, 'bad row'),
            ].join(' · '),
            ja: `イベント ${numbers.count(result.events)} 件・会員 ${numbers.count(result.members)} 人・不良行 ${numbers.count(rejected)} 件`,
          })}
      </span>
      {state === 'done' && run.kind === 'done' && <span>· {numbers.count(Math.round(run.millis))} ms</span>}
      <span className="muted run-private">
        {say({ en: 'never leaves this browser', ja: 'データは外部に送信されません' })}
      </span>
    </div>
  );
}
