import { cellText, type Section, type SectionCell } from '../section/index.ts';
import type { ComparisonFigures } from './figures.ts';
import { comparisonHead } from './head.ts';
import type { Writing } from './writing.ts';

/** Text that means itself in a cell of a table. */
function plain(text: string): string {
  return text
    .replace(/[\\|`*_<>[\]#~&]/g, (sign) => (sign === '<' ? '&lt;' : sign === '&' ? '&amp;' : `\\${sign}`))
    .replace(/\s+/g, ' ');
}

/** A note: what stands between backticks is code, all else means itself; all in one line, so that neither can end early. */
function note(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : plain(part)))
    .join('');
}

function cell(content: SectionCell): string {
  const text = plain(cellText(content));
  return typeof content !== 'string' && content.tone === 'strong' && text !== '' ? `**${text}**` : text;
}

function tableOf({ columns, rows }: Section): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => plain(title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((_, index) => cell(row[index] ?? '')))),
    '',
  ];
}

/** A comparison for a pull request, as GitHub and GitLab show Markdown. Ends with a line break. */
export function comparisonMarkdown(
  figures: ComparisonFigures,
  sections: readonly Section[],
  writing: Writing,
): string {
  const { base, candidate, guardrails } = figures;
  const { words, numbers } = writing;
  const failed = guardrails.filter(({ verdict }) => verdict !== 'passed').length;
  const verdict =
    guardrails.length === 0
      ? words({ en: 'no guardrails', ja: 'ガードレールなし' })
      : failed === 0
        ? words({
            en: `✓ all ${guardrails.length} guardrails pass`,
            ja: `✓ ガードレール ${guardrails.length} 件すべて合格`,
          })
        : words({
            en: `✗ ${failed} of ${guardrails.length} guardrails not passed`,
            ja: `✗ ガードレール ${guardrails.length} 件のうち ${failed} 件が不合格`,
          });
  const day = (own: number | undefined): string => (own === undefined ? '-' : numbers.day(own));
  const lines = [
    `## ${plain(words(candidate.plan.title))}: ${verdict}`,
    '',
    `${note(`\`${base.label}\` → \`${candidate.label}\``)}  `,
    ...comparisonHead(figures, writing, day).map((line) => `${plain(line)}  `),
    '',
  ];
  for (const section of sections) {
    const body = [...tableOf(section), ...section.notes.map((text) => `${note(text)}  `), ''];
    if (section.isDetail)
      lines.push('<details>', `<summary>${plain(section.title)}</summary>`, '', ...body, '</details>', '');
    else lines.push(`### ${plain(section.title)}`, '', ...body);
  }
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}
