import {
  type DocumentSchema,
  documentSchemas,
  type ExpressionPlace,
  expressionPlaces,
  type Localized,
} from '../../schema/index.ts';
import type { EditedKind } from './check-text.ts';
import type { Path } from './spot.ts';

/** A schema that a value may have, and the file that its references are read in. */
interface Placed {
  readonly schema: DocumentSchema;
  readonly home: DocumentSchema;
}

const BY_ID: ReadonlyMap<string, DocumentSchema> = new Map(
  Object.values(documentSchemas).map((schema) => [schema.$id ?? '', schema]),
);

function referred({ schema, home }: Placed): Placed | undefined {
  const [file = '', pointer = ''] = schema.$ref?.split('#') ?? [];
  const document = file === '' ? home : BY_ID.get(file);
  if (document === undefined) return undefined;
  let found: unknown = document;
  for (const part of pointer.split('/').slice(1))
    found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined;
  // The schemas are our own, and a test follows every reference in them.
  return found === undefined ? undefined : { schema: found as DocumentSchema, home: document };
}

/** What a schema comes to: itself, or the schemas that it chooses among. */
function alternatives(placed: Placed): readonly Placed[] {
  const { schema, home } = placed;
  const other = schema.$ref === undefined ? undefined : referred(placed);
  const own = other === undefined ? [] : alternatives(other);
  const choices = (schema.anyOf ?? []).flatMap((each) => alternatives({ schema: each, home }));
  if (own.length === 0 && choices.length === 0) return [placed];
  // What stands beside a reference narrows it: `{ $ref, required }`.
  return [...own, ...choices].map((each) =>
    schema.required === undefined ? each : { ...each, schema: { ...each.schema, required: schema.required } },
  );
}

function steps({ schema, home }: Placed, step: string | number): readonly Placed[] {
  if (typeof step === 'number') return schema.items === undefined ? [] : [{ schema: schema.items, home }];
  const properties = schema.properties ?? {};
  const named = Object.hasOwn(properties, step) ? properties[step] : undefined;
  if (named !== undefined) return [{ schema: named, home }];
  const { additionalProperties: others } = schema;
  return typeof others === 'object' ? [{ schema: others, home }] : [];
}

/** The schemas that a place may have before they are told apart; the first says what the place is for. */
function schemasAt(kind: EditedKind, path: Path): readonly Placed[] {
  const home = documentSchemas[kind];
  let here: readonly Placed[] = [{ schema: home, home }];
  for (const step of path) here = here.flatMap(alternatives).flatMap((each) => steps(each, step));
  return here;
}

/** What a place is for, from its schema. */
export function describedAt(kind: EditedKind, path: Path): Localized | undefined {
  for (const placed of schemasAt(kind, path))
    for (const { schema } of [placed, ...alternatives(placed)])
      if (schema.description !== undefined)
        return { en: schema.description, ja: schema['x-ja'] ?? schema.description };
  return undefined;
}

/** A key that may stand in a place. */
export interface AllowedKey {
  readonly key: string;
  readonly required: boolean;
  readonly describes: Localized | undefined;
  readonly example: unknown;
  /** What its value may be. */
  readonly holds: { readonly map: boolean; readonly list: boolean; readonly scalar: boolean };
}

function typesOf(placed: readonly Placed[]): AllowedKey['holds'] {
  const holds = { map: false, list: false, scalar: false };
  for (const { schema } of placed.flatMap(alternatives)) {
    const types =
      schema.type === undefined ? [] : typeof schema.type === 'string' ? [schema.type] : schema.type;
    for (const type of types)
      if (type === 'object') holds.map = true;
      else if (type === 'array') holds.list = true;
      else holds.scalar = true;
  }
  return holds;
}

/** What a value in a place may be. */
export function holdsAt(kind: EditedKind, path: Path): AllowedKey['holds'] {
  return typesOf(schemasAt(kind, path));
}

/** The keys with a meaning of their own that may still be added to a map that has some; not the names that people give. */
export function keysAt(kind: EditedKind, path: Path, present: readonly string[]): readonly AllowedKey[] {
  const maps = schemasAt(kind, path)
    .flatMap(alternatives)
    .filter(({ schema }) => schema.type === 'object');
  const fits = ({ schema }: Placed) =>
    present.every(
      (key) => Object.hasOwn(schema.properties ?? {}, key) || typeof schema.additionalProperties === 'object',
    );
  const open = maps.some(fits) ? maps.filter(fits) : maps;
  const found = new Map<string, AllowedKey>();
  for (const { schema, home } of open)
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      if (present.includes(key) || found.has(key)) continue;
      const placed = [{ schema: value, home }];
      found.set(key, {
        key,
        required: schema.required?.includes(key) === true,
        describes: describedAt(kind, [...path, key]),
        example: value.examples?.[0],
        holds: typesOf(placed),
      });
    }
  return [...found.values()];
}

/** The words that the schema lists for a value. */
export function wordsAt(kind: EditedKind, path: Path): readonly string[] {
  const words = schemasAt(kind, path)
    .flatMap(alternatives)
    .flatMap(({ schema }) => schema.enum ?? [])
    .map((word) => (word === true ? 'yes' : word === false ? 'no' : String(word)));
  return [...new Set(words)];
}

const PATTERNS: ReadonlyMap<
  EditedKind,
  readonly (ExpressionPlace & { readonly parts: readonly string[] })[]
> = new Map(
  (['program', 'tests', 'scenario'] as const).map((kind) => [
    kind,
    expressionPlaces[kind].map((place) => ({ ...place, parts: place.path.split('.') })),
  ]),
);

/** What kind of expression stands in a place; undefined where none does. */
export function expressionAt(kind: EditedKind, path: Path): ExpressionPlace | undefined {
  let best: { readonly place: ExpressionPlace; readonly written: number } | undefined;
  for (const place of PATTERNS.get(kind) ?? []) {
    if (place.parts.length !== path.length) continue;
    const fits = place.parts.every((part, index) => part === '*' || part === path[index]);
    const written = place.parts.filter((part) => part !== '*').length;
    if (fits && (best === undefined || written > best.written)) best = { place, written };
  }
  return best?.place;
}
