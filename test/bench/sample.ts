import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../compiler/index.ts';
import { readHistory, runMember } from '../../runtime/index.ts';
import { ms, perSecond, type Report, times } from './report.ts';
import { inTurn, of } from './series.ts';

/** Reading and replaying the sample history of a program, beside `JSON.parse` of its lines alone. */
export async function benchSample(report: Report, folder: string): Promise<void> {
  const { value: plan } = compile(readFileSync(join(folder, 'program.yaml'), 'utf8'));
  const bytes = readFileSync(join(folder, 'history.jsonl'));
  if (plan === undefined) throw new Error(`${folder} does not compile`);
  const text = bytes.toString('utf8');
  const source = [{ name: 'history.jsonl', chunks: [bytes] }];
  const { members, lastDay: until } = await readHistory(plan, source);
  const events = members.reduce((sum, member) => sum + member.events.length, 0);
  if (until === undefined) throw new Error(`${folder} has an empty history`);
  report.title(`sample ${folder} (${events.toLocaleString('en')} events, ${members.length} members)`);
  const timings = await inTurn(10, [
    { name: 'engine', run: () => members.map((member) => runMember(plan, member, { until })) },
    { name: 'reader', run: () => readHistory(plan, source) },
    {
      name: 'parse',
      run: () => text.split('\n').map((line) => (line === '' ? undefined : JSON.parse(line))),
    },
  ]);
  const parse = of(timings, 'parse');
  for (const [name, what] of [
    ['engine', 'reference engine on its sample'],
    ['reader', 'reader of histories on it'],
    ['parse', 'JSON.parse of its lines'],
  ] as const) {
    const one = of(timings, name);
    report.add({
      what,
      figure: `${ms(one)}, ${perSecond(events, one.median)}`,
      ratio: times(one.median / parse.median),
    });
  }
}
