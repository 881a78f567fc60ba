import { compile, emitPlan, type Node, readDocument } from '../../compiler/index.ts';
import type { Diagnostic, Manifest, Plan } from '../../schema/index.ts';
import type { Side } from '../contract/index.ts';
import { Refused } from './history/refused.ts';

/** A program that compiles, ready for threads. */
export interface Compiled {
  readonly text: string;
  readonly plan: Plan;
  readonly module: WebAssembly.Module;
  readonly manifest: Manifest;
  readonly root: Node | undefined;
}

/** Texts that are remembered: both sides, what they were before, and what a history was made for. */
const REMEMBERED = 6;

/** Compiles programs, and remembers the last of them. */
export class Compiler {
  readonly #known = new Map<string, Compiled>();

  /** Throws {@link Refused} where the program has errors. */
  compile(text: string, side: Side): Compiled {
    const known = this.#known.get(text) ?? make(text, side);
    // The last to be asked for stands last.
    this.#known.delete(text);
    this.#known.set(text, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }
}

function make(text: string, side: Side): Compiled {
  const { value: plan, diagnostics } = compile(text);
  if (plan === undefined) throw new Refused({ why: 'broken', side, diagnostics: errorsOf(diagnostics) });
  const { bytes, manifest } = emitPlan(plan, { source: '', compiler: '' });
  return { text, plan, module: new WebAssembly.Module(bytes), manifest, root: readDocument(text).root };
}

function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}
