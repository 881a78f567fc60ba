import type { Diagnostic, Plan, Registry, Result, Severity } from '../schema/index.ts';
import { check, checkMessages } from './check/index.ts';
import {
  documentMessages,
  type MapNode,
  type Node,
  readDocument,
  validateDocument,
} from './document/index.ts';
import { emitMessages, unboundedIn } from './emit/index.ts';
import { expressionMessages } from './expression/index.ts';
import { plan } from './plan/index.ts';
import { reviewMessages } from './review/index.ts';
import { type Allowed, checkSilences, hear } from './silence/index.ts';

/**
 *   YAML text ──readDocument──▶ Node ──validateDocument──▶ ──check──▶ TypedProgram ──plan──▶ Plan
 *              (places kept)         (shape: JSON Schema)   (names, types, units,    (measures
 *                                                            scales, order)           merged)
 *
 * Every stage reports what it finds and goes on as far as it can. A program with an error compiles to nothing.
 */
export function compile(source: string, options: CompileOptions = {}): Compiled {
  return heard(source, compileAll(source, options));
}

/** What was compiled, as the comments in its text allow. */
export function heard(source: string, compiled: Omit<Compiled, 'allowed'>): Compiled {
  // 7. Comments allow what they name; what they allow in vain is known only where every check ran.
  const complete = compiled.value !== undefined;
  const { diagnostics, allowed } = hear(source, compiled.diagnostics, (code) => complete && isOwn(code));
  const comments = checkSilences(source, KNOWN);
  return { ...compiled, diagnostics: inOrder([...diagnostics, ...comments]), allowed };
}

/** Whether a finding that can be allowed comes from compiling, rather than from a review. */
const isOwn = (code: string): boolean =>
  KNOWN.has(code) && KNOWN.get(code) !== 'error' && !(code in reviewMessages);

const severitiesOf = (registry: Registry) =>
  Object.entries(registry).map(([code, { severity }]): readonly [string, Severity] => [code, severity]);

/** Every code that a comment may name. */
const KNOWN: ReadonlyMap<string, Severity> = new Map(
  [checkMessages, documentMessages, expressionMessages, emitMessages, reviewMessages].flatMap(severitiesOf),
);

function compileAll(source: string, options: CompileOptions): Omit<Compiled, 'allowed'> {
  // 1. Text → nodes; slips of YAML are named here.
  const document = readDocument(source);
  if (document.root === undefined)
    return { value: undefined, diagnostics: document.diagnostics, overrides: [] };
  return compileNodes(document.root, document.diagnostics, options);
}

/** Compiles a program that was read; `read`: what was found while reading it. */
export function compileNodes(
  root: Node,
  read: readonly Diagnostic[],
  options: CompileOptions = {},
): Omit<Compiled, 'allowed'> {
  // 2. The shape of a program: known keys, required keys, maps where maps belong.
  const shape = validateDocument(root, 'program');
  if (root.kind !== 'map')
    return { value: undefined, diagnostics: inOrder([...read, ...shape]), overrides: [] };

  // 3. Names, types, units, scales and order; expressions are parsed on the way.
  const { value: program, findings, overrides: over } = check(root, options.overrides);

  // 4. Findings in the order of the file, each place once: what a check says there, it says better than the shape.
  const told = new Set(findings.list.filter(({ severity }) => severity === 'error').map(placeOf));
  const untold = [...read, ...shape].filter((diagnostic) => !told.has(placeOf(diagnostic)));
  const diagnostics = inOrder([...untold, ...findings.list]);
  const overrides = inOrder(over.list);
  if ([...diagnostics, ...overrides].some((diagnostic) => diagnostic.severity === 'error'))
    return { value: undefined, diagnostics, overrides };

  // INVARIANT: what could not be typed was reported. A condition that is lost in silence would let a rule fire for everyone.
  const lost = [...findings.untyped, ...over.untyped][0];
  if (lost !== undefined)
    throw new Error(
      `nothing was said about an expression without a meaning, at ${lost.start} to ${lost.end}`,
    );

  // 5. The Plan: plain data, nothing left to look up.
  const made = plan(program);

  // 6. Its work has a bound: it can become a module.
  const unbounded = unboundedIn(made);
  if (unbounded.length > 0) {
    return { value: undefined, diagnostics: inOrder([...diagnostics, ...unbounded]), overrides };
  }
  return { value: made, diagnostics, overrides };
}

export interface CompileOptions {
  /** `parameters:` of a tests document, laid over the program's. */
  readonly overrides?: MapNode;
}

/** A Plan, and what was found: in the program, and (with places in the document that they stand in) in the overrides. */
export interface Compiled extends Result<Plan> {
  readonly overrides: readonly Diagnostic[];
  /** What comments allow, and why. */
  readonly allowed: readonly Allowed[];
}

function placeOf({ span }: Diagnostic): string {
  return `${span.start} ${span.end}`;
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics
    .filter(({ code, span }) => {
      const key = `${code} ${span.start} ${span.end}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
