import type { Plan, PlanEvent, PlanField } from '../../schema/index.ts';

/** What a row of one event type may and must hold: a declared event, or one of the built-in ones. */
export interface EventShape {
  readonly kind: 'declared' | 'enroll' | 'profile' | 'redeem';
  readonly name: string;
  readonly fields: readonly PlanField[];
  readonly derived: readonly string[];
  /** The declared event; undefined for the built-in ones. */
  readonly event: PlanEvent | undefined;
}

const NO_SPAN = { start: 0, end: 0 };

/** Every event type that a history of this program may hold, by name. */
export function shapesOf(plan: Plan): ReadonlyMap<string, EventShape> {
  const optional = plan.attributes
    .filter((field) => field.name !== 'enrolled')
    .map((field) => ({ ...field, optional: true }));
  const builtIn: readonly EventShape[] = [
    { kind: 'enroll', name: 'enroll', fields: optional, derived: [], event: undefined },
    { kind: 'profile', name: 'profile', fields: optional, derived: [], event: undefined },
    { kind: 'redeem', name: 'redeem', fields: REDEEM_FIELDS, derived: [], event: undefined },
  ];
  const declared = plan.events.map(
    (event): EventShape => ({
      kind: 'declared',
      name: event.name,
      fields: event.fields,
      derived: event.derived.map((d) => d.name),
      event,
    }),
  );
  return new Map([...builtIn, ...declared].map((shape) => [shape.name, shape]));
}

const REDEEM_FIELDS: readonly PlanField[] = [
  {
    name: 'reward',
    type: { kind: 'value', type: { kind: 'text' }, min: undefined, max: undefined },
    optional: false,
    span: NO_SPAN,
  },
  {
    name: 'quantity',
    type: { kind: 'value', type: { kind: 'quantity', unit: {}, scale: 0 }, min: 1n, max: undefined },
    optional: true,
    span: NO_SPAN,
  },
];
