import { evaluateExpressionSync, ZenEngine } from '@gorules/zen-engine';
import { EVENT_TYPES } from '../tea-house-history.ts';
import { byType, type Condition, conditionsOf, type Peer } from './peer.ts';

function textOf({ anyOf }: Condition): string {
  return anyOf
    .map(
      (tests) =>
        `(${tests.map(({ fact, is, to }) => `${fact} ${is === '=' ? '==' : is} ${to}`).join(' and ')})`,
    )
    .join(' or ');
}

/** A decision model: the input, one node that works out all conditions, the output. */
function modelOf(conditions: readonly Condition[]): object {
  const node = (id: string, type: string, more: object = {}) => ({
    id,
    type,
    name: id,
    position: { x: 0, y: 0 },
    ...more,
  });
  const edge = (sourceId: string, targetId: string) => ({
    id: `${sourceId}-${targetId}`,
    type: 'edge',
    sourceId,
    targetId,
  });
  return {
    nodes: [
      node('facts', 'inputNode'),
      node('conditions', 'expressionNode', {
        content: {
          expressions: conditions.map((each) => ({ id: each.name, key: each.name, value: textOf(each) })),
        },
      }),
      node('answer', 'outputNode'),
    ],
    edges: [edge('facts', 'conditions'), edge('conditions', 'answer')],
  };
}

/** What holds, of an answer that names every condition. */
function thatHold(answer: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(answer).filter((name) => answer[name] === true);
}

/** zen-engine as it is meant to be used: a decision per type of event, made once, awaited for each event. */
export function zenDecisionPeer(): Peer {
  const engine = new ZenEngine();
  const decisionOf = byType(EVENT_TYPES, (type) => engine.createDecision(modelOf(conditionsOf(type))));
  return {
    name: 'zen-engine, decision',
    aim: '≥ 500×',
    decide: async (type, facts) => thatHold((await decisionOf(type).evaluate(facts)).result),
  };
}

/** zen-engine at its fastest: its expression language alone, without promises, though it reads the text each time. */
export function zenExpressionPeer(): Peer {
  const expressionOf = byType(
    EVENT_TYPES,
    (type) =>
      `{ ${conditionsOf(type)
        .map((each) => `${each.name}: ${textOf(each)}`)
        .join(', ')} }`,
  );
  return {
    name: 'zen-engine, expression',
    aim: undefined,
    decide: (type, facts) => thatHold(evaluateExpressionSync(expressionOf(type), facts)),
  };
}
