import {
  type Diagnostic,
  type Fix,
  type Localized,
  nearest,
  type SchemaError,
  type Span,
} from '../../schema/index.ts';
import { flowText } from './flow-text.ts';
import { reportDocument, shown } from './messages.ts';
import type { Node } from './node.ts';
import { dataKey, type Place } from './place.ts';
import { synonymOf } from './synonyms.ts';

type Data = Readonly<Record<string, unknown>>;

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function exampleOf(schema: unknown): unknown {
  return isData(schema) && Array.isArray(schema.examples) ? schema.examples[0] : undefined;
}

const DOCUMENT: Readonly<Record<string, Localized>> = {
  program: { en: 'a program', ja: 'プログラム' },
  tests: { en: 'a tests document', ja: 'テスト文書' },
  scenario: { en: 'a scenario', ja: 'シナリオ' },
  mapping: { en: 'a mapping', ja: 'マッピング' },
};

function nameOf(place: Place, kind: string): Localized {
  const name = place.names.at(-1);
  if (name === undefined) return DOCUMENT[kind] ?? { en: 'the document', ja: '文書' };
  return { en: shown(name), ja: `${shown(name)} ` };
}

/** Where something is missing or unknown, as the end of a sentence. */
function inPlace(place: Place, kind: string): Localized {
  if (place.names.length === 0) {
    const document = nameOf(place, kind);
    return { en: `at the top of ${document.en}`, ja: `${document.ja}の一番上` };
  }
  const path = shown(place.names.join('.'));
  return { en: `in ${path}`, ja: `${path} ` };
}

function foundKind(node: Node): Localized {
  switch (node.kind) {
    case 'map':
      return { en: 'entries', ja: '項目の並び' };
    case 'list':
      return { en: 'a list', ja: 'リスト' };
    case 'scalar':
      return { en: shown(node.text), ja: `${shown(node.text)} ` };
  }
}

function textOfScalar(node: Node): string {
  return node.kind === 'scalar' ? node.text : '';
}

/** The smallest place that stands for a value: all of a scalar, the key of what holds entries. */
function valueSpan(place: Place): Span {
  if (place.node.kind === 'scalar' && place.node.span.end > place.node.span.start) return place.node.span;
  return place.keySpan;
}

/** An example of the value, written on one line behind its key. */
function example(place: Place, schema: unknown): string {
  const value = exampleOf(schema);
  const key = place.entry === undefined ? undefined : dataKey(place.entry);
  const text = value === undefined ? '…' : flowText(value);
  return key === undefined ? `\`${text}\`` : `\`${key}: ${text}\``;
}

function choices(words: Iterable<string>): string {
  return [...words].map((word) => `\`${word}\``).join(', ');
}

function didYouMean(guess: string): Localized {
  return { en: `did you mean \`${guess}\`?`, ja: `\`${guess}\` ではありませんか` };
}

function replaceFix(span: Span, text: string) {
  return { title: { en: `write \`${text}\``, ja: `\`${text}\` に直す` }, edits: [{ span, text }] };
}

/** What can stand beside an unknown key; keys that would make it another kind of entry too. */
function knownKeys(error: SchemaError): readonly string[] {
  const { properties, 'x-also': also } = error.parentSchema;
  return [
    ...(isData(properties) ? Object.keys(properties) : []),
    ...(Array.isArray(also) ? also.map(String) : []),
  ];
}

/** The key that was probably meant by an unknown one; undefined for findings of other kinds. */
export function guessOf(error: SchemaError): string | undefined {
  if (error.keyword !== 'additionalProperties') return undefined;
  const written = String(error.params.additionalProperty ?? '').replace(/\?$/, '');
  const known = knownKeys(error);
  return known.includes(written) ? written : (nearest(written, known) ?? synonymOf(written, known));
}

/** Whether the key turns the map into another kind of entry, of which nothing else is missing. */
export function changesKind(error: SchemaError, key: string): boolean {
  const { 'x-also': also } = error.parentSchema;
  return Array.isArray(also) && also.includes(key);
}

function unknownKey(error: SchemaError, place: Place, kind: string): Diagnostic | undefined {
  const written = String(error.params.additionalProperty ?? '');
  const entry =
    place.node.kind === 'map' ? place.node.entries.find((each) => dataKey(each) === written) : undefined;
  if (entry === undefined) return undefined;
  const required = Array.isArray(error.parentSchema.required) ? error.parentSchema.required.map(String) : [];
  if (changesKind(error, entry.key) && required[0] !== undefined) {
    return reportDocument('not-together', entry.keySpan, {
      key: shown(entry.key),
      other: shown(required[0]),
    });
  }
  const known = isData(error.parentSchema.properties) ? Object.keys(error.parentSchema.properties) : [];
  const guess = guessOf(error);
  const span = entry.optional ? { start: entry.keySpan.start, end: entry.keySpan.end + 1 } : entry.keySpan;
  const taken =
    place.node.kind === 'map' && place.node.entries.some((each) => each.key === guess && each !== entry);
  return reportDocument(
    'unknown-key',
    span,
    { key: shown(written), place: inPlace(place, kind) },
    guess === undefined
      ? {
          help: {
            en: `what can stand here: ${choices(known)}`,
            ja: `ここに書ける項目: ${choices(known)}`,
          },
        }
      : { help: didYouMean(guess), ...(!taken && { fix: replaceFix(span, guess) }) },
  );
}

function missingKey(error: SchemaError, place: Place, kind: string): Diagnostic | undefined {
  const key = String(error.params.missingProperty ?? '');
  if (kind === 'tests' && key === 'expect') return expectsNothing(place);
  const { properties, 'x-missing': missing } = error.parentSchema;
  const value = isData(missing) ? missing[key] : isData(properties) ? exampleOf(properties[key]) : undefined;
  const parameters = {
    key: shown(key),
    place: inPlace(place, kind),
    example: `\`${key}: ${value === undefined || value === null ? '…' : flowText(value)}\``,
  };
  return reportDocument('missing-key', place.keySpan, parameters, headFix(error, place, key, value));
}

/** Writes an entry of the head of a document where it belongs: behind the entry that comes before it. */
function headFix(
  error: SchemaError,
  { node, names }: Place,
  key: string,
  value: unknown,
): { readonly fix?: Fix } {
  const plain = typeof value === 'string' || typeof value === 'number';
  if (node.kind !== 'map' || names.length > 0 || !plain) return {};
  const first = node.entries[0];
  // In braces nothing begins a line of its own.
  if (first === undefined || first.keySpan.start !== node.span.start) return {};
  const required = Array.isArray(error.parentSchema.required) ? error.parentSchema.required.map(String) : [];
  const before = required.slice(0, required.indexOf(key));
  const place = node.entries.findLastIndex((entry) => before.includes(entry.key)) + 1;
  const next = node.entries[place];
  const text = `${key}: ${flowText(value)}`;
  const end = node.entries[place - 1]?.value.span.end ?? node.span.end;
  const edit =
    next === undefined
      ? { span: { start: end, end }, text: `\n${text}` }
      : { span: { start: next.keySpan.start, end: next.keySpan.start }, text: `${text}\n` };
  return { fix: { title: { en: `add \`${text}\``, ja: `\`${text}\` を加える` }, edits: [edit] } };
}

function expectsNothing(place: Place): Diagnostic {
  const name = place.names.at(-1) === 'expect' ? place.names.at(-2) : place.names.at(-1);
  return reportDocument('test-expects-nothing', place.keySpan, {
    key: shown(name ?? ''),
    example: '`expect: { state: [ { balance: { star: 18 } } ] }`',
  });
}

const EXPECTED: Readonly<Record<string, Localized>> = {
  integer: { en: 'a whole number', ja: '整数' },
  number: { en: 'a number', ja: '数' },
  string: { en: 'a text', ja: '文字' },
  boolean: { en: 'yes or no', ja: ' yes か no ' },
  array: { en: 'a list', ja: 'リスト' },
  object: { en: 'entries', ja: '項目の並び' },
};

/** `"1"` where 1 is meant. */
function quotedNumber(place: Place, kind: string): Diagnostic | undefined {
  const { node } = place;
  if (node.kind !== 'scalar' || node.style !== 'quoted' || !/^-?\d+$/.test(node.text)) return undefined;
  const parameters = { written: shown(`"${node.text}"`), key: nameOf(place, kind) };
  return reportDocument('quoted-number', node.span, parameters, { fix: replaceFix(node.span, node.text) });
}

function wrongType(error: SchemaError, place: Place, kind: string): Diagnostic | undefined {
  const types = [error.params.type].flat().map(String);
  const key = nameOf(place, kind);
  const parameters = { key, found: foundKind(place.node), example: example(place, error.parentSchema) };
  const takesMap = types.includes('object');
  const takesList = types.includes('array');
  if (error.data === null) {
    // A written `null` has been reported by the reader.
    if (textOfScalar(place.node) !== '') return undefined;
    const text = takesMap
      ? { en: 'write `{}` for an empty one', ja: '中身がないなら `{}` と書いてください' }
      : { en: `for example ${parameters.example}`, ja: `例: ${parameters.example}` };
    return reportDocument('empty-value', place.keySpan, { key }, { help: text });
  }
  const span = valueSpan(place);
  const enumeration = Array.isArray(error.parentSchema.enum) ? error.parentSchema.enum : undefined;
  // A scalar of another type than the words of a closed list is told as a wrong word.
  if (enumeration !== undefined) return place.node.kind === 'scalar' ? undefined : wrong('expected-text');
  const scalar = types.find((type) => type !== 'object' && type !== 'array');
  if (takesMap && !takesList && scalar === undefined) return wrong('expected-map');
  if (takesList && !takesMap && scalar === undefined) return wrong('expected-list');
  if (!takesMap && !takesList) {
    if (place.node.kind !== 'scalar') return wrong('expected-text');
    const quoted = types.includes('integer') ? quotedNumber(place, kind) : undefined;
    if (quoted !== undefined) return quoted;
    return reportDocument('expected-form', span, {
      written: shown(place.node.text),
      key,
      example: parameters.example,
    });
  }
  const all = types.map((type) => EXPECTED[type] ?? { en: type, ja: type });
  const text = types.includes('string') && types.includes('number');
  const named = text
    ? [
        { en: 'one value', ja: '一つの値' },
        ...(takesList ? [EXPECTED.array] : []),
        ...(takesMap ? [EXPECTED.object] : []),
      ]
    : all;
  const expected: Localized = {
    en: named.map((each) => each?.en).join(' or '),
    ja: named.map((each) => each?.ja).join('または'),
  };
  return reportDocument('expected-other', span, { ...parameters, expected });

  function wrong(code: 'expected-map' | 'expected-list' | 'expected-text'): Diagnostic {
    return reportDocument(code, span, parameters);
  }
}

function wrongWord(error: SchemaError, place: Place, kind: string): Diagnostic | undefined {
  if (place.node.kind !== 'scalar' || error.data === null) return undefined;
  const allowed = (Array.isArray(error.params.allowedValues) ? error.params.allowedValues : []).map(String);
  const written = place.node.text;
  const span = valueSpan(place);
  if (allowed.includes('yes') && allowed.includes('no')) {
    return reportDocument('expected-yes-no', span, { written: shown(written), yes: '`yes`', no: '`no`' });
  }
  const quoted = allowed.includes(written) ? quotedNumber(place, kind) : undefined;
  if (quoted !== undefined) return quoted;
  if (place.names.at(-1) === 'kizuna') {
    return reportDocument('unknown-version', span, {
      written: shown(written),
      known: `\`${allowed.join('`, `')}\``,
    });
  }
  const guess = nearest(written, allowed) ?? synonymOf(written, allowed);
  return reportDocument(
    'unknown-choice',
    span,
    { written: shown(written), key: nameOf(place, kind), choices: allowed.join(', ') },
    guess === undefined ? {} : { help: didYouMean(guess), fix: replaceFix(span, guess) },
  );
}

function badName(error: SchemaError, place: Place): Diagnostic | undefined {
  const written = String(error.params.propertyName ?? '');
  const entry =
    place.node.kind === 'map' ? place.node.entries.find((each) => dataKey(each) === written) : undefined;
  if (entry === undefined) return undefined;
  const names = error.parentSchema.propertyNames;
  const pattern = isData(names) && typeof names.pattern === 'string' ? names.pattern : '';
  if (pattern.startsWith('^[\\p{L}')) {
    if (entry.optional) {
      const mark = { start: entry.keySpan.end, end: entry.keySpan.end + 1 };
      return reportDocument('optional-here', mark, { key: shown(entry.key) }, { fix: replaceFix(mark, '') });
    }
    return reportDocument('bad-name', entry.keySpan, { key: shown(written), underscore: '`_`' });
  }
  const first = exampleOf(error.parentSchema);
  return reportDocument('bad-key', entry.keySpan, {
    key: shown(written),
    example: `\`${first === undefined ? '…' : flowText(first)}\``,
  });
}

/** One finding of a schema in the author's words; undefined when another finding says it already. */
export function explain(error: SchemaError, place: Place, kind: string): Diagnostic | undefined {
  switch (error.keyword) {
    case 'if':
      return undefined;
    case 'additionalProperties':
      return unknownKey(error, place, kind);
    case 'required':
      return missingKey(error, place, kind);
    case 'type':
      return wrongType(error, place, kind);
    case 'enum':
    case 'const':
      return wrongWord(error, place, kind);
    case 'propertyNames':
      return badName(error, place);
    case 'minProperties':
    case 'minItems': {
      if (kind === 'tests' && place.names.at(-1) === 'expect') return expectsNothing(place);
      const one = error.params.limit === 1;
      const count =
        error.keyword === 'minItems'
          ? { en: one ? 'one item' : `${error.params.limit} items`, ja: `${error.params.limit}つの値` }
          : { en: one ? 'one entry' : `${error.params.limit} entries`, ja: `${error.params.limit}つの項目` };
      return reportDocument('too-few', place.keySpan, {
        key: nameOf(place, kind),
        count,
        example: example(place, error.parentSchema),
      });
    }
    case 'minimum':
    case 'maximum': {
      const { minimum, maximum } = error.parentSchema;
      return reportDocument('out-of-bounds', valueSpan(place), {
        written: shown(textOfScalar(place.node)),
        key: nameOf(place, kind),
        low: typeof minimum === 'number' ? minimum : '',
        high: typeof maximum === 'number' ? maximum : '',
      });
    }
    case 'uniqueItems': {
      const later = Math.max(Number(error.params.i), Number(error.params.j));
      const item = place.node.kind === 'list' ? place.node.items[later] : undefined;
      return reportDocument('duplicate-item', item?.span ?? place.keySpan, { key: nameOf(place, kind) });
    }
    default: {
      // A key that does not fit its pattern is told by `propertyNames`.
      if (error.propertyName !== undefined) return undefined;
      return reportDocument('expected-form', valueSpan(place), {
        written: place.node.kind === 'scalar' ? shown(place.node.text) : foundKind(place.node),
        key: nameOf(place, kind),
        example: example(place, error.parentSchema),
      });
    }
  }
}
