import { Environment } from '@marcbachmann/cel-js';
import { EVENT_TYPES } from '../tea-house-history.ts';
import { byType, type Condition, conditionsOf, type EventType, type Peer } from './peer.ts';

/** Numbers as doubles: integers of CEL are 64 bits wide here, hence slower. */
function textOf({ anyOf }: Condition): string {
  const side = (to: number | string) => (typeof to === 'number' ? to.toFixed(1) : to);
  return anyOf
    .map(
      (tests) =>
        `(${tests.map(({ fact, is, to }) => `${fact} ${is === '=' ? '==' : is} ${side(to)}`).join(' && ')})`,
    )
    .join(' || ');
}

function parsed(type: EventType) {
  const conditions = conditionsOf(type);
  const facts = conditions.flatMap(({ anyOf }) =>
    anyOf.flat().flatMap(({ fact, to }) => (typeof to === 'string' ? [fact, to] : [fact])),
  );
  const environment = new Environment();
  for (const fact of new Set(facts)) environment.registerVariable(fact, 'double');
  return conditions.map((each) => ({ name: each.name, holds: environment.parse(textOf(each)) }));
}

/** CEL: each condition parsed and type-checked once. */
export function celPeer(): Peer {
  const conditionsFor = byType(EVENT_TYPES, parsed);
  return {
    name: 'CEL (cel-js)',
    aim: undefined,
    decide: (type, facts) => {
      const found: string[] = [];
      for (const { name, holds } of conditionsFor(type)) if (holds(facts) === true) found.push(name);
      return found;
    },
  };
}
