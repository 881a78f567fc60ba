import { useEffect, useState } from 'react';
import type { Day } from '../../../schema/index.ts';
import type { EstimateOf, Progress, Refusal, ScenarioAnswer, ScenarioRead } from '../../contract/index.ts';
import { type Controller, noticeOf, useController, usePage } from '../../state/index.ts';

/** What the scenario tab says; `read` is of the last text without errors. */
export interface Reading {
  readonly kind: 'none' | 'reading' | 'read' | 'broken';
  readonly read: ScenarioRead | undefined;
}

/** Reads the scenario as it stands, whenever it or the program changes. */
export function useReading(): Reading {
  const controller = useController();
  const documents = usePage((state) => state.documents);
  const [reading, setReading] = useState<Reading>({ kind: 'reading', read: undefined });
  useEffect(() => {
    let gone = false;
    if (documents.scenario.trim() === '') {
      setReading({ kind: 'none', read: undefined });
      return;
    }
    controller.language.call('scenario', { documents }).then(
      (read) => {
        if (!gone)
          setReading((before) => (read ? { kind: 'read', read } : { kind: 'broken', read: before.read }));
      },
      () => {
        if (!gone) setReading((before) => ({ kind: 'broken', read: before.read }));
      },
    );
    return () => {
      gone = true;
    };
  }, [controller, documents]);
  return reading;
}

/** What a scenario came to so far: the last answer stays until there is another. */
export interface Simulation {
  readonly answer: ScenarioAnswer | undefined;
  readonly isRunning: boolean;
  readonly progress: Progress | undefined;
  readonly refusal: Refusal | undefined;
  readonly cancel: () => void;
}

/** So many draws are shown first; the scenario's own number follows. */
const QUICK_DRAWS = 20;
/** Somebody who drags is given so many milliseconds to go on. */
const WAIT = 150;

type Told = Omit<Simulation, 'cancel'>;
const NOTHING: Told = { answer: undefined, isRunning: false, progress: undefined, refusal: undefined };

/** Simulates the scenario as it stands, once the replay of the program is done; a newer text takes the place of an older one. */
export function useSimulation(isRead: boolean): Simulation {
  const controller = useController();
  const { program, scenario } = usePage((state) => state.documents);
  const history = usePage(({ history: { kind, ...rest } }) =>
    kind === 'ready' && 'source' in rest ? rest.source : undefined,
  );
  const isFree = usePage(({ run }) => run.kind !== 'running');
  const [told, setTold] = useState<Told>(NOTHING);
  const [request, setRequest] = useState<number>();
  useEffect(() => {
    if (!isRead || !isFree || history === undefined) return;
    let gone = false;
    let running: number | undefined;
    const ask = async (draws: number | undefined): Promise<ScenarioAnswer | undefined> => {
      const asked = controller.engine.ask('scenario', { program, scenario, draws }, (progress) => {
        if (!gone) setTold((before) => ({ ...before, progress }));
      });
      running = asked.number;
      setRequest(asked.number);
      const outcome = await asked.outcome;
      if (gone) return undefined;
      if (outcome.kind === 'refused') {
        setTold((before) => ({ ...before, isRunning: false, refusal: outcome.refusal }));
        return undefined;
      }
      setTold({ ...NOTHING, answer: outcome.answer, isRunning: draws !== undefined });
      return outcome.answer;
    };
    const wait = setTimeout(() => {
      setTold(({ answer }) => ({ ...NOTHING, answer, isRunning: true }));
      void ask(QUICK_DRAWS).then((quick) => {
        if (quick?.kind === 'simulated' && quick.model !== undefined) return ask(undefined);
        setTold((before) => ({ ...before, isRunning: false }));
      });
    }, WAIT);
    return () => {
      gone = true;
      clearTimeout(wait);
      if (running !== undefined) controller.engine.cancel(running);
    };
  }, [controller, program, scenario, history, isFree, isRead]);
  const cancel = (): void => {
    if (request !== undefined) controller.engine.cancel(request);
  };
  return { ...told, cancel };
}

/** Moves an estimate in the scenario's text; where somebody types at the same time, the newer text is moved. */
export async function moveEstimate(controller: Controller, of: EstimateOf, share: number): Promise<void> {
  try {
    for (;;) {
      const { scenario } = controller.store.getState().documents;
      const moved = await controller.language.call('adjust', { scenario, of, share });
      if (moved === undefined) return;
      if (controller.store.getState().documents.scenario !== scenario) continue;
      controller.edit('scenario', moved);
      return;
    }
  } catch (error) {
    controller.tell(
      noticeOf({ why: 'fault', reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

/** A day of the history that a response can begin on: late enough that there is a past, early enough that there is something to see. */
export function useFirstDay(): Day | undefined {
  return usePage(({ history }) => {
    const { firstDay, lastDay } = history.kind === 'ready' ? history.summary : {};
    return firstDay === undefined || lastDay === undefined
      ? undefined
      : Math.round(firstDay + (2 * (lastDay - firstDay)) / 3);
  });
}
