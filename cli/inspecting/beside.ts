import {
  childOf,
  disassemble,
  type ModuleFunction,
  type ReadModule,
  readDocument,
} from '../../compiler/index.ts';
import type { Manifest, Span } from '../../schema/index.ts';
import {
  lineText,
  type Paint,
  padEnd,
  positionOf,
  type SourceText,
  sourceText,
  widthOf,
} from '../terminal/index.ts';
import { functionName, signatureText } from './overview.ts';

/** The text that a module was made of. */
export interface ProgramText {
  readonly path: string;
  readonly text: string;
}

/** The functions of a rule, reward, ladder or points type, or the one function of that name. */
export function functionsOf(module: ReadModule, name: string): readonly ModuleFunction[] {
  return module.functions.filter((each) => each.name === name || each.name?.startsWith(`${name}.`));
}

/** What can be asked for by name. */
export function namesIn(manifest: Manifest): readonly string[] {
  return [
    ...manifest.rules,
    ...manifest.rewards,
    ...[...manifest.ladders, ...manifest.points].map(({ name }) => name),
  ];
}

/** Instructions up to here stay on one line with what they are made of. */
const CODE_WIDTH = 44;

/** Each function instruction by instruction, beside the expressions whose code begins there. Ends with a line break. */
export function besideText(
  module: ReadModule,
  functions: readonly ModuleFunction[],
  manifest: Manifest,
  program: ProgramText | undefined,
  paint: Paint,
): string {
  const source = program === undefined ? undefined : sourceText(program.text);
  const begins = new Map<number, Span>();
  // Of expressions that begin at one instruction the first is the whole.
  for (const [offset, start, end] of manifest.code)
    if (!begins.has(offset)) begins.set(offset, { start, end });
  const parts = functions.map((each) => {
    const { lines, fault } = disassemble(module, each.index);
    const head = `${paint.bold(functionName(each))} ${signatureText(each)}`;
    const code = lines.map(({ offset, depth, text }) => {
      const left = `${offset.toString(16).padStart(6, '0')}  ${'  '.repeat(Math.min(depth, 12))}${text}`;
      const span = begins.get(offset);
      if (span === undefined) return left;
      const beside = source === undefined ? `${span.start}–${span.end}` : expression(source, span);
      return `${padEnd(left, Math.max(CODE_WIDTH, widthOf(left)))}  ${paint.cyan(`; ${beside}`)}`;
    });
    const end =
      fault === undefined
        ? []
        : [paint.red(`${fault.offset.toString(16).padStart(6, '0')}  ; ${fault.message}`)];
    return [head, ...code, ...end].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

function expression(source: SourceText, { start, end }: Span): string {
  const { line } = positionOf(source, start);
  return `${line}: ${source.text.slice(start, end).replace(/\s+/g, ' ')}`;
}

/** The entry of a name in its program, with the numbers of its lines; undefined where there is none. */
export function entryText({ text }: ProgramText, name: string, paint: Paint): string | undefined {
  const { root } = readDocument(text);
  const source = sourceText(text);
  for (const key of ['rules', 'rewards', 'tiers', 'points']) {
    const owner = childOf(root, key);
    const entry = owner?.kind === 'map' ? owner.entries.find((each) => each.key === name) : undefined;
    if (entry === undefined) continue;
    const from = positionOf(source, entry.keySpan.start).line;
    const to = positionOf(source, Math.max(entry.value.span.end - 1, entry.keySpan.start)).line;
    const width = String(to).length;
    const lines: string[] = [];
    for (let line = from; line <= to; line += 1) {
      lines.push(
        `${paint.blue(`${String(line).padStart(width)} |`)} ${lineText(source, line - 1)}`.trimEnd(),
      );
    }
    return lines.join('\n');
  }
  return undefined;
}
