/** What an amount is counted in. */
export type UnitRef =
  | { readonly kind: 'money' }
  | { readonly kind: 'number' }
  | { readonly kind: 'points'; readonly index: number };

export type TypeRef =
  | UnitRef
  | { readonly kind: 'boolean' | 'text' | 'date' | 'datetime' }
  | { readonly kind: 'duration'; readonly family: 'calendar' | 'clock' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'level'; readonly ladder: number };

/** A name with a value: a field, an attribute, a measure. `scale` counts for amounts only. */
export interface Name {
  readonly name: string;
  readonly type: TypeRef;
  readonly optional: boolean;
  readonly scale: number;
}

export interface NamedPiece extends Name {
  readonly fraction: boolean;
  /** The number of ladders, from the first on, that must be readable where this is read. */
  readonly ladders: number;
}

export interface LineList {
  readonly name: string;
  readonly fields: readonly Name[];
}

export interface EventInfo {
  readonly name: string;
  /** Stored and derived; without lists of lines. */
  readonly fields: readonly Name[];
  readonly lists: readonly LineList[];
}

export interface ParameterInfo {
  readonly name: string;
  readonly type: TypeRef;
  readonly scale: number;
  /** All values are above zero. */
  readonly positive: boolean;
  /** One value for all time. */
  readonly single: boolean;
  /** Fields that must be at hand, because keys of its tables name them. */
  readonly fields: readonly string[];
  readonly member: boolean;
  readonly history: boolean;
  readonly ladders: number;
}

export interface PeriodInfo {
  readonly name: string;
  /** Starts again when the tier of this ladder changes: only in `during this P`. */
  readonly since: number | undefined;
  readonly shortestDays: number;
}

export interface RuleInfo {
  readonly name: string;
  readonly events: readonly string[];
  readonly byEvent: boolean;
  readonly gives: readonly number[];
  readonly group: string | undefined;
  readonly ownAvailable: boolean;
  readonly ownExpires: boolean;
}

/** What the program declares, as far as an expression may name it. */
export interface World {
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly points: readonly { readonly name: string; readonly decimals: number }[];
  readonly ladders: readonly { readonly name: string; readonly levels: readonly string[] }[];
  readonly periods: readonly PeriodInfo[];
  readonly parameters: readonly ParameterInfo[];
  readonly attributes: readonly Name[];
  readonly events: readonly EventInfo[];
  readonly named: readonly NamedPiece[];
  readonly rules: readonly RuleInfo[];
  readonly rewards: readonly string[];
}

/** Rules above whose groups are complete: what `award(…)` may name. */
export interface AwardInfo {
  readonly name: string;
  readonly gives: readonly number[];
}

/** Where an expression stands, and so what it may see. */
export interface Place {
  readonly world: World;
  readonly unit: UnitRef;
  readonly fields: readonly Name[];
  readonly lists: readonly LineList[];
  /** Fields of the line, inside `where` of an aggregate over lines. */
  readonly line: readonly Name[];
  /** Inside `where` of an aggregate over history: fields of the event at hand, which `this.field` names. */
  readonly atHand: readonly Name[];
  readonly member: boolean;
  readonly history: boolean;
  readonly special: 'earned' | 'reached' | undefined;
  readonly awards: readonly AwardInfo[];
  /** The number of ladders, from the first on, that may be read. */
  readonly ladders: number;
}

/** A piece of an expression. */
export interface Piece {
  readonly text: string;
  /** Decimals; counts for amounts only. */
  readonly scale: number;
  readonly fraction: boolean;
  readonly optional: boolean;
  /** Needs no brackets wherever it stands. */
  readonly atom: boolean;
}

/** An expression that is yet to be written: names are chosen where it is put, from what is there. */
export type Draft = (place: Place) => Piece;

export const NUMBER: UnitRef = { kind: 'number' };
export const MONEY: UnitRef = { kind: 'money' };

export function piece(text: string, more: Partial<Omit<Piece, 'text'>> = {}): Piece {
  return { text, scale: 0, fraction: false, optional: false, atom: false, ...more };
}

export function atom(text: string, more: Partial<Omit<Piece, 'text'>> = {}): Piece {
  return piece(text, { ...more, atom: true });
}

/** The text as an operand. */
export function inner({ text, atom: whole }: Piece): string {
  return whole ? text : `(${text})`;
}

/** One of the items, by a number that was drawn; undefined when there is none. */
export function pick<T>(items: readonly T[], slot: number): T | undefined {
  return items[slot % Math.max(1, items.length)];
}

export function withUnit(place: Place, unit: UnitRef): Place {
  return { ...place, unit };
}

export function memberPlace(world: World): Place {
  return {
    world,
    unit: NUMBER,
    fields: [],
    lists: [],
    line: [],
    atHand: [],
    member: true,
    history: true,
    special: undefined,
    awards: [],
    ladders: world.ladders.length,
  };
}

/** A place that sees the fields of an event: of several, those that all have. */
export function eventPlace(place: Place, names: readonly string[]): Place {
  const events = names
    .map((name) => place.world.events.find((event) => event.name === name))
    .filter((event) => event !== undefined);
  const [first, ...rest] = events;
  if (first === undefined) return place;
  const fields = first.fields.flatMap((field) => {
    const others = rest.map((event) => event.fields.find((other) => other.name === field.name));
    if (others.some((other) => other === undefined || !sameName(other, field))) return [];
    return [{ ...field, optional: field.optional || others.some((other) => other?.optional === true) }];
  });
  return { ...place, fields, lists: rest.length === 0 ? first.lists : [] };
}

function sameName(a: Name, b: Name): boolean {
  return a.scale === b.scale && JSON.stringify(a.type) === JSON.stringify(b.type);
}

export function sameUnit(type: TypeRef, unit: UnitRef): boolean {
  if (type.kind === 'points') return unit.kind === 'points' && type.index === unit.index;
  return type.kind === unit.kind;
}

/** The unit of points by a drawn number: the same number means the same unit everywhere in one program. */
export function pointsUnit(world: World, slot: number): UnitRef {
  return { kind: 'points', index: slot % Math.max(1, world.points.length) };
}

export function unitName(world: World, unit: UnitRef): string {
  if (unit.kind === 'money') return world.currency.code;
  return unit.kind === 'number' ? '' : (world.points[unit.index]?.name ?? '');
}

/** Parameters of a kind that may be read here: the keys of their tables can be asked. */
export function parametersHere(place: Place, fits: (type: TypeRef) => boolean): readonly ParameterInfo[] {
  const present = new Set(
    [...place.fields, ...place.line].filter((field) => !field.optional).map((field) => field.name),
  );
  return place.world.parameters.filter(
    (parameter) =>
      fits(parameter.type) &&
      parameter.fields.every((field) => present.has(field)) &&
      (!parameter.member || place.member) &&
      (!parameter.history || place.history) &&
      parameter.ladders <= place.ladders,
  );
}

/** Measures and segments of a kind that may be read here. */
export function namedHere(place: Place, fits: (type: TypeRef) => boolean): readonly NamedPiece[] {
  if (!place.history) return [];
  return place.world.named.filter((one) => fits(one.type) && one.ladders <= place.ladders);
}
