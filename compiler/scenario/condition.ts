import type { Diagnostic, Plan, Result } from '../../schema/index.ts';
import { compileNodes } from '../compile.ts';
import { readDocument, type ScalarNode } from '../document/index.ts';
import { withSegments } from './compile.ts';
import { shiftDiagnostic } from './shift.ts';

/** A program with a condition on members as its last segment. What is found is found in the condition: its places are in that text. */
export interface CompiledCondition extends Result<Plan> {
  /** Number of the condition among the plan's segments. */
  readonly segment: number;
}

/** Compiles a condition on members in the words of a program, which itself compiles: a segment more, of whom it is true. */
export function compileCondition(program: string, condition: string): CompiledCondition {
  const { root } = readDocument(program);
  if (root?.kind !== 'map') return { value: undefined, diagnostics: [], segment: -1 };
  // Places in the condition are told from those in the program by standing behind it.
  const start = program.length;
  const node: ScalarNode = {
    kind: 'scalar',
    text: condition,
    style: 'plain',
    span: { start, end: start + condition.length },
    at: (index) => start + index,
  };
  const { value, diagnostics } = compileNodes(withSegments(root, [{ text: undefined, node }]), []);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const own = errors.flatMap((diagnostic): readonly Diagnostic[] =>
    diagnostic.span.start >= start ? [shiftDiagnostic(diagnostic, -start)] : [],
  );
  const segments = value?.named.filter(({ kind }) => kind === 'segment').length ?? 0;
  // What has its place elsewhere came with the condition: the program itself compiles.
  const whole = { start: 0, end: condition.length };
  const found = own.length > 0 ? own : errors.map((each) => ({ ...each, span: whole, related: [] }));
  return { value, diagnostics: found, segment: segments - 1 };
}
