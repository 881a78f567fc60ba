import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseDocument } from 'yaml';
import { compile } from '../../compiler/index.ts';
import { readHistory, runMember } from '../../runtime/index.ts';
import { dayOf, formatDay } from '../../schema/index.ts';

/** Milliseconds of one call. */
async function timeOf(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

interface Timing {
  readonly least: number;
  readonly median: number;
}

function timing(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  return { least: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}

/** Ours and the peer's in turn, so that whatever else the machine does hits both; the first rounds warm up. */
async function alternate(
  rounds: number,
  ours: () => unknown,
  peer: () => unknown,
): Promise<{ readonly ours: Timing; readonly peer: Timing }> {
  const mine: number[] = [];
  const theirs: number[] = [];
  const warm = Math.ceil(rounds / 4);
  for (let round = 0; round < rounds + warm; round += 1) {
    const [a, b] = [await timeOf(ours), await timeOf(peer)];
    if (round >= warm) {
      mine.push(a);
      theirs.push(b);
    }
  }
  return { ours: timing(mine), peer: timing(theirs) };
}

const say = (text: string) => process.stdout.write(`${text}\n`);
const ms = ({ median, least }: Timing) => `${median.toFixed(2)} ms (least ${least.toFixed(2)})`;
const ratio = (a: Timing, b: Timing) => `${(a.median / b.median).toFixed(2)}×`;

/** The program with the longest text. */
function largestProgram(): string {
  const paths = readdirSync('programs')
    .map((name) => join('programs', name, 'program.yaml'))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  const [largest] = paths;
  if (largest === undefined) throw new Error('no program beneath programs/');
  return largest;
}

async function benchCheck(): Promise<void> {
  const path = largestProgram();
  const text = readFileSync(path, 'utf8');
  const cold = await timeOf(() => compile(text));
  const { ours, peer } = await alternate(
    40,
    () => compile(text),
    () => parseDocument(text),
  );
  say(`check ${path} (${(text.length / 1024).toFixed(1)} KiB)`);
  say(`  text → Plan, warm       ${ms(ours)}; the first time ${cold.toFixed(0)} ms`);
  say(`  the same text as YAML   ${ms(peer)}`);
  say(`  ratio                   ${ratio(ours, peer)}`);
}

async function benchReplay(folder: string): Promise<void> {
  const { value: plan } = compile(readFileSync(join(folder, 'program.yaml'), 'utf8'));
  const bytes = readFileSync(join(folder, 'history.jsonl'));
  if (plan === undefined) throw new Error(`${folder} does not compile`);
  const text = bytes.toString('utf8');
  const read = await readHistory(plan, [{ name: 'history.jsonl', chunks: [bytes] }]);
  const events = read.members.reduce((sum, member) => sum + member.events.length, 0);
  const until = read.lastDay;
  if (until === undefined) throw new Error(`${folder} has an empty history`);
  const parse = () => text.split('\n').map((line) => (line === '' ? undefined : JSON.parse(line)));
  const replay = await alternate(
    10,
    () => read.members.map((member) => runMember(plan, member, { until })),
    parse,
  );
  const reading = await alternate(
    10,
    () => readHistory(plan, [{ name: 'history.jsonl', chunks: [bytes] }]),
    parse,
  );
  const rate = ({ median }: Timing) => Math.round((events / median) * 1000).toLocaleString('en');
  say(`replay ${folder} (${events.toLocaleString('en')} events, ${read.members.length} members)`);
  say(`  reference engine        ${ms(replay.ours)}, ${rate(replay.ours)} events/s`);
  say(`  reader of histories     ${ms(reading.ours)}, ${rate(reading.ours)} events/s`);
  say(`  JSON.parse of its lines ${ms(replay.peer)}, ${rate(replay.peer)} events/s`);
  say(`  engine ÷ JSON.parse     ${ratio(replay.ours, replay.peer)}`);
  say(`  reader ÷ JSON.parse     ${ratio(reading.ours, reading.peer)}`);
}

/** Events of one member against the same events of many: what a long history costs beyond its length. */
async function benchLongHistory(folder: string): Promise<void> {
  const { value: plan } = compile(readFileSync(join(folder, 'program.yaml'), 'utf8'));
  if (plan === undefined) throw new Error(`${folder} does not compile`);
  const events = 5000;
  const days = 2000;
  const firstDay = dayOf(2018, 1, 1);
  const historyOf = async (members: number) => {
    const names = Array.from({ length: members }, (_, index) => `m${index}`);
    const enrolments = names.map((member) => ({ member, type: 'enroll', at: formatDay(firstDay) }));
    const rows = Array.from({ length: events }, (_, index) => {
      const row = {
        member: names[index % members],
        id: `e${index}`,
        at: formatDay(firstDay + 1 + Math.floor((index * days) / events)),
      };
      return index % 3 === 2
        ? { ...row, type: 'redeem', reward: 'cd' }
        : { ...row, type: 'purchase', amount: 10 + (index % 90), cds: 1 };
    });
    const text = [...enrolments, ...rows].map((row) => `${JSON.stringify(row)}\n`).join('');
    const bytes = new TextEncoder().encode(text);
    const { members: read, rejected } = await readHistory(plan, [{ name: 'history.jsonl', chunks: [bytes] }]);
    if (rejected.length > 0) throw new Error(`${rejected.length} rows of the long history do not fit`);
    return read;
  };
  const [one, many] = [await historyOf(1), await historyOf(1000)];
  const run = (members: typeof one) => () =>
    members.map((member) => runMember(plan, member, { until: firstDay + days }));
  const { ours, peer } = await alternate(2, run(one), run(many));
  say(`long history ${folder} (${events.toLocaleString('en')} events, ${days} days)`);
  say(`  of one member           ${ms(ours)}`);
  say(`  of 1,000 members        ${ms(peer)}`);
  say(`  one ÷ 1,000             ${ratio(ours, peer)}`);
}

say(`Node ${process.version}; medians of alternating rounds in one process`);
await benchCheck();
await benchReplay(join('programs', 'tea-house'));
await benchLongHistory(join('programs', 'cdnow-club'));
