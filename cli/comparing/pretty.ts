import { type ComparisonFigures, comparisonHead, type Section, type Writing } from '../../report/index.ts';
import { showDay } from '../show.ts';
import { type Output, sectionText } from '../terminal/index.ts';

/** A comparison for people at a terminal. Ends with a line break. */
export function prettyComparison(
  output: Output,
  figures: ComparisonFigures,
  sections: readonly Section[],
  writing: Writing,
): string {
  const { base, candidate } = figures;
  const { words } = writing;
  const { paint } = output;
  const versions = [base, candidate].map(
    ({ label, plan }) =>
      `${paint.bold(plan.program)}${plan.version === '' ? '' : ` ${plan.version}`} ${paint.dim(label)}`,
  );
  const head = [
    `  ${words({ en: 'base     ', ja: '変更前' })}  ${versions[0]}`,
    `  ${words({ en: 'candidate', ja: '変更案' })}  ${versions[1]}`,
    ...comparisonHead(figures, writing, showDay).map((line) => `  ${line}`),
  ].join('\n');
  return `${[head, ...sections.map((section) => sectionText(output, section, { title: 'above' }))].join('\n\n')}\n`;
}
