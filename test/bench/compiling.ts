import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { compile } from '../../compiler/index.ts';
import { ms, type Report, times } from './report.ts';
import { inTurn, of, timeOf } from './series.ts';

/** The program with the longest text. */
function largestProgram(): string {
  const paths = readdirSync('programs')
    .map((name) => join('programs', name, 'program.yaml'))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  const [largest] = paths;
  if (largest === undefined) throw new Error('no program beneath programs/');
  return largest;
}

/** Text → Plan, beside the same text read as YAML only. */
export async function benchCompiling(report: Report): Promise<void> {
  const path = largestProgram();
  const text = readFileSync(path, 'utf8');
  report.title(`compiling ${path} (${(text.length / 1024).toFixed(1)} KiB)`);
  const cold = await timeOf(() => compile(text));
  const timings = await inTurn(40, [
    { name: 'compile', run: () => compile(text) },
    { name: 'yaml', run: () => parseDocument(text) },
  ]);
  const ours = of(timings, 'compile');
  const yaml = of(timings, 'yaml');
  report.add({ what: 'text → Plan, the first time', figure: `${cold.toFixed(0)} ms` });
  report.add({ what: 'text → Plan, warm', figure: ms(ours), ratio: times(ours.median / yaml.median) });
  report.add({ what: 'the same text as YAML', figure: ms(yaml) });
}
