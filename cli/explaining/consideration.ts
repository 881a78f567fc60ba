import type { Considered, ValueTree, WrittenProgram } from '../../report/index.ts';
import type { Language, Localized, Span } from '../../schema/index.ts';
import { fileAt, lineIndexOf, lineText, type Paint, positionOf, type SourceText } from '../terminal/index.ts';

const KINDS = {
  rule: { en: 'rule', ja: 'ルール' },
  reward: { en: 'reward', ja: '特典' },
  benefit: { en: 'benefit', ja: 'ベネフィット' },
  level: { en: 'level', ja: 'ランク' },
} as const;

/** What explanations of a program are written with. */
export interface Page {
  readonly written: WrittenProgram;
  readonly language: Language;
  readonly path: string;
  readonly source: SourceText;
  readonly paint: Paint;
}

/** `program.yaml:52  |  give: 1 star per 60 JPY of amount` */
function quote({ path, source, paint }: Page, span: Span): string {
  const { line } = positionOf(source, span.start);
  const file = fileAt(source, span.start)?.path ?? path;
  return paint.dim(`${file}:${line} | ${lineText(source, lineIndexOf(source, span.start)).trim()}`);
}

/** `words = value` for an expression and everything in it that was evaluated, deeper ones further in. */
function valueLines(language: Language, tree: ValueTree | undefined, depth = 0): readonly string[] {
  if (tree === undefined) return [];
  const below = tree.children.flatMap((part) => valueLines(language, part, part.repeats ? depth : depth + 1));
  return [`${'  '.repeat(depth)}${tree.words} = ${tree.value[language]}`, ...below];
}

/** Everything about one consideration: what became of it, its source line, and the values behind it. */
export function considerationLines(page: Page, considered: Considered): readonly string[] {
  const { language, paint } = page;
  const { verdict, span, during, condition, reasons } = considered;
  const say = (words: Localized) => words[language];
  const mark = considered.effect ? paint.green('●') : paint.dim('○');
  const lines = [
    `  ${mark} ${say(KINDS[considered.kind])} ${paint.bold(considered.name)}: ${say(considered.phrase)}`,
  ];
  const quoted = new Set<number>();
  const quoteOnce = (place: Span | undefined) => {
    if (place === undefined) return;
    const { line } = positionOf(page.source, place.start);
    if (quoted.has(line)) return;
    quoted.add(line);
    lines.push(`      ${quote(page, place)}`);
  };
  const show = (values: readonly string[]) => void lines.push(...values.map((line) => `      ${line}`));
  const refused = verdict === 'when-false' || verdict === 'not-reached' || verdict === 'declined';
  const asked = condition !== undefined || reasons.length > 0;
  // What failed is quoted at the part that failed, everything else at its name.
  if (!(asked && refused)) quoteOnce(span);
  quoteOnce(during);
  for (const reason of reasons) {
    quoteOnce(reason.span);
    lines.push(`      ${paint.yellow(`${reason.words} = ${say(reason.value)}`)}`);
    show(valueLines(language, reason).slice(1));
  }
  if (condition !== undefined) {
    quoteOnce(condition.span);
    show(valueLines(language, condition.tree));
  }
  for (const amount of considered.amounts) {
    quoteOnce(amount.span);
    show(valueLines(language, amount.tree));
    quoteOnce(amount.cutBy);
    if (amount.cut !== undefined) lines.push(`      ${paint.yellow(say(amount.cut))}`);
  }
  for (const limit of considered.limits) if (limit.verdict === 'full') quoteOnce(limit.span);
  return lines;
}
