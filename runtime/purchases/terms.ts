import { contains, type Plan, type PlanEvent, type PlanExpr, type ValueType } from '../../schema/index.ts';

/** How a program's purchases are read: the event and field of `standard.purchase`, and what takes them back. */
export interface PurchaseTerms {
  readonly event: PlanEvent;
  readonly field: string;
  /** Decimals of the field. */
  readonly scale: number;
  /** Whether the field holds the program's currency. */
  readonly isMoney: boolean;
  /** False: it is worked out from what the member did or was, and cannot be told from the purchase alone. */
  readonly isTold: boolean;
  /** By name of the event that reverses: the field that says by how much; undefined = the whole. */
  readonly reversals: ReadonlyMap<string, { readonly event: PlanEvent; readonly by: string | undefined }>;
}

function typeOf(event: PlanEvent, name: string): ValueType | undefined {
  const derived = event.derived.find((field) => field.name === name);
  if (derived !== undefined) return derived.type;
  const type = event.fields.find((field) => field.name === name)?.type;
  return type?.kind === 'value' ? type.type : undefined;
}

/** Decimals of a quantity; 0 for anything else. */
export function scaleOf(event: PlanEvent, name: string): number {
  const type = typeOf(event, name);
  return type?.kind === 'quantity' ? type.scale : 0;
}

const OF_MEMBER: ReadonlySet<PlanExpr['kind']> = new Set([
  'attribute',
  'measure',
  'balance',
  'tier',
  'since',
  'held',
  'award',
] as const);

/** Whether a field, and the derived ones above it that it may read, need nothing but the event. */
function isTold(plan: Plan, event: PlanEvent, field: string): boolean {
  const at = event.derived.findIndex(({ name }) => name === field);
  return event.derived
    .slice(0, at + 1)
    .every(({ expr }) => !contains(expr, plan, ({ kind }) => OF_MEMBER.has(kind)));
}

/** Undefined where the program does not say what a purchase is. */
export function purchaseTerms(plan: Plan): PurchaseTerms | undefined {
  const { purchase } = plan.standard;
  const event = plan.events.find(({ name }) => name === purchase?.event);
  if (purchase === undefined || event === undefined) return undefined;
  const type = typeOf(event, purchase.field);
  const units = type?.kind === 'quantity' ? Object.entries(type.unit) : [];
  const [only] = units;
  const reversals = plan.events.flatMap((each) =>
    each.reverses?.event === event.name ? [[each.name, { event: each, by: each.reverses.by }] as const] : [],
  );
  return {
    event,
    field: purchase.field,
    scale: scaleOf(event, purchase.field),
    isMoney: units.length === 1 && only?.[0] === plan.currency.code && only[1] === 1,
    isTold: isTold(plan, event, purchase.field),
    reversals: new Map(reversals),
  };
}
