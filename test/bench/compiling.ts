import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { compile, emitPlan } from '../../compiler/index.ts';
import { CompiledProgram } from '../../runtime/index.ts';
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

/** Text → a module that is ready to replay, and the parts of that way. */
export async function benchModule(report: Report): Promise<void> {
  const path = largestProgram();
  const text = readFileSync(path, 'utf8');
  report.title(`module of ${path}`);
  const planOf = () => {
    const { value } = compile(text);
    if (value === undefined) throw new Error(`${path} does not compile`);
    return value;
  };
  let made = 0;
  // Of bytes that it has seen the engine of JavaScript keeps the machine code: every module is to be a new one.
  const bytesOf = (plan: ReturnType<typeof planOf>) => {
    made += 1;
    return emitPlan(plan, { source: String(made), compiler: '' }).bytes;
  };
  const ready = (bytes: ReturnType<typeof bytesOf>) => new CompiledProgram(new WebAssembly.Module(bytes));
  const plan = planOf();
  const cold = await timeOf(() => ready(bytesOf(plan)));
  const waiting: ReturnType<typeof bytesOf>[] = [];
  const timings = await inTurn(40, [
    { name: 'all', run: () => ready(bytesOf(planOf())) },
    { name: 'compile', run: planOf },
    { name: 'emit', run: () => waiting.push(bytesOf(plan)) },
    { name: 'module', run: () => waiting.splice(0).map(ready) },
  ]);
  report.add({ what: 'Plan → module, the first time', figure: `${cold.toFixed(0)} ms` });
  report.add({ what: 'text → instantiated module, warm', figure: ms(of(timings, 'all')), aim: '≤ 30 ms' });
  for (const [name, what] of [
    ['compile', 'of this text → Plan'],
    ['emit', 'of this Plan → bytes'],
    ['module', 'of this bytes → instance'],
  ] as const)
    report.add({ what, figure: ms(of(timings, name)) });
  report.add({ what: 'bytes of the module', figure: `${(bytesOf(plan).length / 1024).toFixed(0)} KiB` });
}
