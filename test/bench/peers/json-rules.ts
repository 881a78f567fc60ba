import { Engine, type NestedCondition } from 'json-rules-engine';
import { EVENT_TYPES } from '../tea-house-history.ts';
import { byType, conditionsOf, type Peer, type Test } from './peer.ts';

const OPERATORS = {
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
  '=': 'equal',
} as const;

function conditionOf({ fact, is, to }: Test): NestedCondition {
  return { fact, operator: OPERATORS[is], value: typeof to === 'number' ? to : { fact: to } };
}

/** json-rules-engine: an engine per type of event, its rules added once. */
export function jsonRulesPeer(): Peer {
  const engineOf = byType(
    EVENT_TYPES,
    (type) =>
      new Engine(
        conditionsOf(type).map(({ name, anyOf }) => ({
          conditions: { any: anyOf.map((tests) => ({ all: tests.map(conditionOf) })) },
          event: { type: name },
        })),
      ),
  );
  return {
    name: 'json-rules-engine',
    aim: '≥ 500×',
    decide: async (type, facts) => {
      const { events } = await engineOf(type).run(facts);
      return events.map((event) => event.type);
    },
  };
}
