import type { Fields, FieldValue, Localized, Plan, PlanField } from '../../schema/index.ts';
import { valueWords } from './value.ts';

/** A field of an event, or an attribute, as a person reads it; `lines` of a field that holds some. */
export interface WrittenField {
  readonly name: string;
  readonly value: Localized;
  readonly lines: readonly (readonly WrittenField[])[];
}

function isLines(value: FieldValue): value is readonly Fields[] {
  return Array.isArray(value);
}

function count(lines: number): Localized {
  return { en: `${lines} ${lines === 1 ? 'line' : 'lines'}`, ja: `${lines} 行` };
}

/** Those of the declared fields that are there, in their order. */
export function writtenFields(
  plan: Plan,
  declared: readonly PlanField[],
  fields: Fields,
): readonly WrittenField[] {
  return declared.flatMap(({ name, type }): readonly WrittenField[] => {
    const value = fields[name];
    if (value === undefined) return [];
    if (type.kind === 'lines') {
      const lines = isLines(value) ? value.map((line) => writtenFields(plan, type.fields, line)) : [];
      return [{ name, value: count(lines.length), lines }];
    }
    return isLines(value) ? [] : [{ name, value: valueWords(plan, type.type, value), lines: [] }];
  });
}

/** The fields of an event: of its declaration, of the member (`profile`), or of a redemption. */
export function eventFields(plan: Plan, type: string, fields: Fields): readonly WrittenField[] {
  if (type === 'profile') return writtenFields(plan, plan.attributes, fields);
  if (type === 'redeem')
    return ['reward', 'quantity'].flatMap((name) => {
      const value = fields[name];
      const text = String(value);
      return value === undefined ? [] : [{ name, value: { en: text, ja: text }, lines: [] }];
    });
  return writtenFields(plan, plan.events.find((each) => each.name === type)?.fields ?? [], fields);
}
