import { type CompiledScenario, emitPlan } from '../../compiler/index.ts';
import { type Counting, countingSpend, type Participants, type ScenarioTask } from '../../runtime/index.ts';
import { type Day, layoutOf, type Plan } from '../../schema/index.ts';

/** A scenario whose programs are ready to be run. */
export interface ReadyScenario {
  readonly task: ScenarioTask;
  readonly counting: { readonly base: Counting; readonly candidate: Counting; readonly conditions: Counting };
}

/** The program whose columns the changed side of a scenario reads. */
export function changedPlan(candidate: Plan, response: CompiledScenario['response']): Plan {
  return response === undefined || sameColumns(candidate, response.plan) ? candidate : response.plan;
}

/** True where both read the same columns: then one reading of the history serves both. */
function sameColumns(candidate: Plan, conditions: Plan): boolean {
  return JSON.stringify(layoutOf(candidate).words) === JSON.stringify(layoutOf(conditions).words);
}

function participant(plan: Plan): Participants['base'] {
  const { bytes } = emitPlan(plan, { source: '', compiler: '' });
  return { plan, module: new WebAssembly.Module(bytes) };
}

/** Makes the programs of a scenario ready: each also counts what members spend. */
export function readyScenario(
  base: Plan,
  candidate: Plan,
  response: CompiledScenario['response'],
  until: Day,
): ReadyScenario {
  const changed = changedPlan(candidate, response);
  const counting = {
    base: countingSpend(base),
    candidate: countingSpend(changed),
    conditions: countingSpend(response?.plan ?? changed),
  };
  const after = participant(counting.candidate.plan);
  const isOne = response === undefined || response.plan === changed;
  const task: ScenarioTask = {
    participants: {
      base: participant(counting.base.plan),
      candidate: after,
      conditions: isOne ? after : participant(counting.conditions.plan),
    },
    until,
    response: response && {
      model: response.model,
      firstCondition: response.firstCondition,
      conditions: response.model.assumptions.filter(({ segment }) => segment !== undefined).length,
    },
  };
  return { task, counting };
}
