import fc from 'fast-check';
import type { Want } from './aggregate-drafts.ts';
import { fallbackAmount } from './literals.ts';
import { atom, type Draft, type Name, type Place, pick, sameUnit } from './place.ts';
import type { Tie } from './tie.ts';

interface LineAggregate {
  readonly name: string;
  readonly subject: string;
  readonly fields: readonly Name[];
  readonly scale: number;
  readonly optional: boolean;
  readonly type: Name['type'];
}

const NUMBER_TYPE: Name['type'] = { kind: 'number' };

/** Every aggregate over lines of such a type that may stand here. */
export function lineAggregates(want: Want, place: Place): readonly LineAggregate[] {
  if (place.line.length > 0) return [];
  const plain = want === 'amount' && place.unit.kind === 'number';
  return place.lists.flatMap(({ name: list, fields }) => {
    const base = { fields, scale: 0, optional: false, type: NUMBER_TYPE };
    const whole = plain ? [{ ...base, name: 'count', subject: list }] : [];
    const any: LineAggregate[] =
      want === 'boolean' ? [{ ...base, name: 'any', subject: list, type: { kind: 'boolean' } }] : [];
    return [
      ...whole,
      ...any,
      ...fields.flatMap((field): readonly LineAggregate[] => {
        const subject = `${list}.${field.name}`;
        const distinct = plain ? [{ ...base, name: 'distinct', subject }] : [];
        const fits = want === 'amount' ? sameUnit(field.type, place.unit) : field.type.kind === want;
        if (!fits) return distinct;
        const own = { ...base, subject, type: field.type, scale: field.scale };
        const names =
          want === 'amount' || want === 'date' ? ['highest', 'lowest', 'first', 'last'] : ['first', 'last'];
        return [
          ...distinct,
          ...(want === 'amount' ? [{ ...own, name: 'sum' }] : []),
          ...names.map((name) => ({ ...own, name, optional: true })),
        ];
      }),
    ];
  });
}

/** Writes an aggregate over lines; its `where` sees the line, and all that its place sees. */
export function writtenLines(aggregate: LineAggregate, where: Draft | undefined, place: Place) {
  const { name, subject, fields, scale, optional } = aggregate;
  const condition = where?.({ ...place, line: fields }).text;
  const clause = condition === undefined ? '' : ` where ${condition}`;
  return atom(`${name}(${subject}${clause})`, { scale, optional });
}

export function lineDraft(tie: Tie, want: 'amount'): fc.Arbitrary<Draft> {
  return fc.tuple(fc.nat({ max: 60 }), fc.option(tie('condition'), { nil: undefined, freq: 2 })).map(
    ([slot, where]): Draft =>
      (place) => {
        const aggregate = pick(lineAggregates(want, place), slot);
        return aggregate === undefined ? fallbackAmount(place) : writtenLines(aggregate, where, place);
      },
  );
}
