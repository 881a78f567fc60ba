import './scenario.css';
import { type Day, formatDay } from '../../../schema/index.ts';
import type { ScenarioAnswer } from '../../contract/index.ts';
import { noticeOf, useController, usePage } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { Assumptions } from './assumptions.tsx';
import { Results } from './results.tsx';
import { Starter } from './starter.tsx';
import { type Simulation, useFirstDay, useReading, useSimulation } from './use-scenario.ts';

/** What a change comes to if members respond as the scenario assumes; its assumptions as sliders. */
export function Scenario() {
  const say = useSay();
  const { kind, read } = useReading();
  const simulation = useSimulation(kind === 'read');
  const { answer } = simulation;
  const simulated = kind !== 'none' && answer?.kind === 'simulated' ? answer : undefined;
  return (
    <section className="scenario" aria-label={say({ en: 'scenario', ja: 'シナリオ' })}>
      <div className="scenario-head">
        <h2>{say({ en: 'Scenario', ja: 'シナリオ' })}</h2>
        {read?.title !== undefined && kind !== 'none' && <span className="muted">{say(read.title)}</span>}
        {kind === 'read' && read?.changed !== undefined && <Apply changed={read.changed} />}
      </div>
      {kind === 'none' && <Starter />}
      {kind === 'broken' && <Broken />}
      {kind !== 'none' && (
        <>
          {read?.model !== undefined && <Assumptions model={read.model} simulated={simulated} />}
          <Standing simulation={simulation} isBroken={kind === 'broken'} />
          {simulated !== undefined && (
            <div
              className={kind === 'broken' || simulation.isRunning ? 'scenario-body dimmed' : 'scenario-body'}
            >
              <Results simulated={simulated} />
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** Puts the program with the changes into the editor, and compares it with the one before. */
function Apply({ changed }: { readonly changed: string }) {
  const say = useSay();
  const controller = useController();
  const name = usePage((state) => state.name);
  const program = usePage((state) => state.documents.program);
  if (changed === program) return null;
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        const before = {
          label: say({ en: `${name} before the scenario`, ja: `${name}（シナリオ適用前）` }),
          text: program,
        };
        controller.putAside(before);
        controller.compareWith(before);
        controller.setTab('program');
        controller.edit('program', changed);
      }}
    >
      {say({ en: 'Apply these changes to the program', ja: 'この変更をプログラムに反映する' })}
    </button>
  );
}

function Broken() {
  const say = useSay();
  const controller = useController();
  const isBroken = usePage((state) => state.brokenSince !== undefined);
  return (
    <p className="empty" role="status">
      {isBroken
        ? say({
            en: 'The program has errors: once they are mended, the scenario is simulated again.',
            ja: 'プログラムにエラーがあります。修正すると、シナリオを計算し直します。',
          })
        : say({
            en: 'The scenario, or the program with its changes, has errors. They stand beneath its text.',
            ja: 'シナリオ（または変更を加えたプログラム）にエラーがあります。本文の下に表示されています。',
          })}{' '}
      {!isBroken && (
        <button type="button" className="link" onClick={() => controller.setTab('scenario')}>
          {say({ en: 'Open the scenario tab', ja: 'シナリオのタブを開く' })}
        </button>
      )}
    </p>
  );
}

/** How far the simulation is, and what stands in its way. */
function Standing({
  simulation: { answer, isRunning, progress, refusal, cancel },
  isBroken,
}: {
  readonly simulation: Simulation;
  readonly isBroken: boolean;
}) {
  const say = useSay();
  if (isBroken) return null;
  if (isRunning)
    return (
      <div className="scenario-standing" role="status">
        <span>{say({ en: 'Drawing responses …', ja: '反応を試算しています…' })}</span>
        <progress
          aria-label={say({ en: 'draws so far', ja: '試算の進み具合' })}
          {...(progress?.total === undefined ? {} : { value: progress.done, max: progress.total })}
        />
        <button type="button" className="button" onClick={cancel}>
          {say({ en: 'Cancel', ja: '中止' })}
        </button>
      </div>
    );
  if (refusal !== undefined) return <p className="empty">{say(noticeOf(refusal, 'simulation').text)}</p>;
  return <Answered answer={answer} />;
}

function Answered({ answer }: { readonly answer: ScenarioAnswer | undefined }) {
  const say = useSay();
  const controller = useController();
  const first = useFirstDay();
  if (answer?.kind !== 'late') return null;
  const { from, until } = answer;
  const begin = async (day: Day): Promise<void> => {
    const { scenario } = controller.store.getState().documents;
    const text = await controller.language.call('begin', { scenario, from: day });
    if (text !== undefined) controller.edit('scenario', text);
  };
  return (
    <div className="empty">
      <p>
        {say({
          en: `The response begins on ${formatDay(from)}, after the last day of the history, ${formatDay(until)}: only what members did from then on would change.`,
          ja: `反応の始まる ${formatDay(from)} が、履歴の最終日 ${formatDay(until)} より後です。変わるのは、その日以降の行動だけです。`,
        })}
      </p>
      {first !== undefined && (
        <button type="button" className="button" onClick={() => void begin(first)}>
          {say({ en: `Begin on ${formatDay(first)}`, ja: `${formatDay(first)} から始める` })}
        </button>
      )}
    </div>
  );
}
