import type { Column, FieldType, Layout, Plan, PlanField } from '../../schema/index.ts';

/** A column of money: what one step of its currency counts there, and what the program allows. */
export interface MoneyColumn {
  readonly column: number;
  readonly step: number;
  readonly min: bigint | undefined;
  readonly max: bigint | undefined;
}

/** What has to be known of an event type to change its events. */
export interface EventShape {
  readonly money: readonly MoneyColumn[];
  /** Per list of lines. */
  readonly lines: readonly (readonly MoneyColumn[])[];
  /** Column of the share that a cancellation takes; −1: it takes the whole, or says so by another field. */
  readonly by: number;
  /** Some of its cancellations take a share that a derived field decides: what was cancelled stays as it was. */
  readonly isFixed: boolean;
  /** Some amount has bounds. */
  readonly isBounded: boolean;
}

/** One for each event type of the layout. */
export function shapesOf(plan: Plan, layout: Layout): readonly EventShape[] {
  const { code, decimals } = plan.currency;
  const moneyIn = (columns: readonly Column[], fields: readonly PlanField[]): readonly MoneyColumn[] =>
    columns.flatMap(({ name, type }, column) => {
      if (type.kind !== 'quantity' || type.unit[code] !== 1 || Object.keys(type.unit).length !== 1) return [];
      const field = fields.find((each) => each.name === name)?.type;
      const bounds = field?.kind === 'value' ? field : undefined;
      return [{ column, step: 10 ** Math.max(0, type.scale - decimals), min: bounds?.min, max: bounds?.max }];
    });
  const isStored = (event: string, field: string): boolean =>
    layout.events.find((each) => each.name === event)?.columns.some((column) => column.name === field) ===
    true;
  return layout.events.map(({ name, columns, lines }) => {
    const event = plan.events.find((each) => each.name === name);
    const fields = event?.fields ?? [];
    const own = moneyIn(columns, fields);
    const inLines = lines.map((list) => moneyIn(list.columns, linesOf(fields, list.name)));
    const share = event?.reverses?.by;
    return {
      money: own,
      lines: inLines,
      by: share === undefined ? -1 : columns.findIndex((column) => column.name === share),
      isFixed: plan.events.some(
        ({ name: taker, reverses }) =>
          reverses?.event === name &&
          reverses.by !== undefined &&
          !(isStored(name, reverses.by) && isStored(taker, reverses.by)),
      ),
      isBounded: [...own, ...inLines.flat()].some(({ min, max }) => min !== undefined || max !== undefined),
    };
  });
}

function linesOf(fields: readonly PlanField[], name: string): readonly PlanField[] {
  const type: FieldType | undefined = fields.find((field) => field.name === name)?.type;
  return type?.kind === 'lines' ? type.fields : [];
}
