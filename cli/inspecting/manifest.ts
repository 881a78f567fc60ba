import type { ReadModule } from '../../compiler/index.ts';
import { ABI, MANIFEST_SECTION, type Manifest } from '../../schema/index.ts';

/** What a module says of itself, or why that cannot be said. */
export type FoundManifest =
  | { readonly kind: 'found'; readonly manifest: Manifest }
  | { readonly kind: 'none' | 'unreadable' }
  | { readonly kind: 'other-abi'; readonly abi: number };

/** Reads the manifest of a module whose bytes may be anything. */
export function manifestIn(module: ReadModule): FoundManifest {
  const section = module.custom.find(({ name }) => name === MANIFEST_SECTION);
  if (section === undefined) return { kind: 'none' };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(section.bytes));
  } catch {
    return { kind: 'unreadable' };
  }
  if (!isObject(value) || !isNumber(value.abi)) return { kind: 'unreadable' };
  if (value.abi !== ABI) return { kind: 'other-abi', abi: value.abi };
  return isManifest(value) ? { kind: 'found', manifest: value } : { kind: 'unreadable' };
}

type Test = (value: unknown) => boolean;

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isText: Test = (value) => typeof value === 'string';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);

const shape =
  (tests: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) && Object.entries(tests).every(([key, test]) => test(value[key]));

const isColumn = shape({
  name: isText,
  type: shape({ kind: isText }),
  store: (value) => value === 'i32' || value === 'i64',
  optional: (value) => typeof value === 'boolean',
});

const isManifestShape = shape({
  language: isNumber,
  program: isText,
  version: isText,
  source: isText,
  compiler: isText,
  timezone: isText,
  currency: shape({ code: isText, decimals: isNumber }),
  layout: shape({
    words: listOf(isText),
    attributes: listOf(isColumn),
    events: listOf(
      shape({
        name: isText,
        columns: listOf(isColumn),
        lines: listOf(shape({ name: isText, columns: listOf(isColumn) })),
      }),
    ),
  }),
  points: listOf(shape({ name: isText, decimals: isNumber })),
  ladders: listOf(shape({ name: isText, levels: listOf(isText) })),
  rules: listOf(isText),
  rewards: listOf(isText),
  segments: listOf(isText),
  scores: listOf(isText),
  names: listOf(isText),
  faults: listOf(shape({ start: isNumber, end: isNumber })),
  rows: isNumber,
  outcomes: isNumber,
  state: isNumber,
  outcome: shape({ bytes: isNumber }),
  code: listOf((value) => Array.isArray(value) && value.length === 3 && value.every(isNumber)),
});

function isManifest(value: unknown): value is Manifest {
  return isManifestShape(value);
}
