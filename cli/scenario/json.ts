import { figureRows } from '../../report/index.ts';
import type { Estimate } from '../../schema/index.ts';
import { formatDay } from '../../schema/index.ts';
import { exact } from '../summary/index.ts';
import type { LoadedScenario, ScenarioOutcome } from './run-scenario.ts';

function jsonEstimate({ kind, low, mode, high, text, source }: Estimate): unknown {
  return { distribution: kind, low, mode, high, value: text.value, range: text.range, source };
}

/** A scenario for other programs. Figures of base and no response are exact decimals in text; those of draws are numbers. */
export function jsonScenario(scenario: LoadedScenario, outcome: ScenarioOutcome): unknown {
  const { base, candidate, response } = scenario;
  const { figures, first, until, members, events } = outcome;
  const model = response?.model;
  return {
    program: candidate.plan.program,
    base: base.path,
    scenario: candidate.path,
    title: scenario.title,
    first: first === undefined ? undefined : formatDay(first),
    until: formatDay(until),
    members,
    events,
    figures: figureRows(base.plan, candidate.plan, figures, model?.margin?.mode).map((row) => ({
      name: row.name,
      base: row.base === undefined ? undefined : exact(row.base),
      no_response: row.unchanged === undefined ? undefined : exact(row.unchanged),
      assumed: row.response,
    })),
    response: model && {
      from: formatDay(model.from),
      seed: model.seed,
      draws: model.draws,
      margin: model.margin && jsonEstimate(model.margin),
      pays: figures.response?.pays,
      assumptions: model.assumptions.map(
        ({ name, title, changes, who, event, events: each, until: last, estimate }, index) => ({
          name,
          title,
          changes,
          who: who ?? 'everybody',
          event,
          ...(changes === 'win_back' && { events: each }),
          until: last === undefined ? undefined : formatDay(last),
          ...(jsonEstimate(estimate) as object),
          members: figures.response?.reach[index]?.members,
          touched: figures.response?.reach[index]?.events,
          break_even: figures.response?.breakEven[index + 1],
        }),
      ),
      break_even: figures.response?.breakEven[0],
    },
  };
}
