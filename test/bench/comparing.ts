import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareChunks } from '../../cli/comparing/compare-chunks.ts';
import type { GivenChunk } from '../../cli/reading/index.ts';
import { storeChunks } from '../../cli/reading/stored-chunk.ts';
import { compile, emitPlan } from '../../compiler/index.ts';
import {
  chunksOf,
  customerModel,
  Dictionary,
  Generator,
  readAlike,
  yardstickOf,
} from '../../runtime/index.ts';
import { dayOf, type MemberHistory, type Plan } from '../../schema/index.ts';
import { runCommand } from './command.ts';
import { megabytes, millions, perSecond, type Report, say, times } from './report.ts';
import { writeTeaHouse } from './tea-house-file.ts';

const EVENTS = 1_000_000;
const SEED = 1;
const ROUNDS = 5;
const FROM = dayOf(2024, 1, 1);
const UNTIL = dayOf(2025, 12, 31);
const DATED = 'yen_per_star: { 2017-09-20: 54 JPY, 2025-03-04: 60 JPY }';
/** Rows of a chunk: as many as the command takes; of so many the history is made at a time. */
const CHUNK = { rows: 1 << 15 };
const AIM_TIME = '≤ 3 s';
const AIM_MEMORY = '≤ 700 MB';

/** The program of Starbucks Rewards with one price of a star from beginning to end. */
function priced(yen: number): Plan {
  const text = readFileSync(join('programs', 'starbucks-rewards-jp', 'program.yaml'), 'utf8');
  const { value } = compile(text.replace(DATED, `yen_per_star: ${yen} JPY`));
  if (value === undefined || !text.includes(DATED)) throw new Error('the program is another one');
  return value;
}

/** A generated history as files of columns: what the command has when it has read one. */
function store(
  plan: Plan,
  folder: string,
): { readonly chunks: readonly GivenChunk[]; readonly events: number } {
  const model = customerModel(plan.currency);
  const generator = Generator.of(plan, { seed: SEED, from: FROM, until: UNTIL, model });
  if (generator === undefined) throw new Error('the program has no events');
  const { layout } = emitPlan(plan, { source: '', compiler: '' }).manifest;
  const chunks: GivenChunk[] = [];
  let [events, next] = [0, 0];
  while (events < EVENTS) {
    const members: MemberHistory[] = [];
    for (let rows = 0; rows < CHUNK.rows && events < EVENTS; next += 1) {
      const member = generator.member(next);
      members.push(member);
      rows += member.events.length;
      events += member.events.length;
    }
    const some = chunksOf(plan, layout, new Dictionary(layout), members, CHUNK);
    chunks.push(...storeChunks(join(folder, String(chunks.length)), some));
  }
  return { chunks, events };
}

/** A star for 54 JPY against one for 60 JPY over a million generated events that stand in columns. */
export async function benchComparing(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
  try {
    const [base, candidate] = [priced(54), priced(60)];
    if (!readAlike(base, candidate)) throw new Error('the versions read differently');
    const { chunks, events } = store(base, folder);
    const members = chunks.reduce((all, chunk) => all + chunk.members, 0);
    report.title(
      `comparing two versions (${events.toLocaleString('en')} events of ${members.toLocaleString('en')} members)`,
    );
    const task = { base, candidate, until: UNTIL, yardstick: yardstickOf(base, candidate) };
    const compare = async (workers: number): Promise<string> => {
      const history = {
        members,
        workers,
        each: async (visit: (chunk: GivenChunk) => Promise<void>) => {
          for (const chunk of chunks) await visit(chunk);
        },
      };
      const { members: found } = await compareChunks(
        history,
        { ...task, onMembers: () => undefined },
        60_000,
      );
      const { winners, losers, gained, lost } = found.all;
      return [found.members, winners, losers, gained, lost].join(' ');
    };
    const expected = await compare(0);
    say(`  members, winners, losers, won, lost: ${expected}`);
    let alone = 0;
    for (const workers of [1, 2]) {
      const taken: number[] = [];
      const before = process.cpuUsage();
      for (let round = 0; round < ROUNDS; round += 1) {
        const started = performance.now();
        if ((await compare(workers)) !== expected) throw new Error(`${workers} threads find something else`);
        taken.push(performance.now() - started);
      }
      const median = [...taken].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
      const { user, system } = process.cpuUsage(before);
      const cpu = (user + system) / 1e6 / ROUNDS;
      if (workers === 1) alone = median;
      report.add({
        what: `both versions over 1 M events, ${workers === 1 ? 'one thread' : 'two threads'}`,
        figure: `${(median / 1000).toFixed(2)} s (least ${(Math.min(...taken) / 1000).toFixed(2)}), ${perSecond(2 * events, median)}, ${cpu.toFixed(2)} s of all processors`,
        ...(workers === 1 ? {} : { ratio: `${times(alone / median)} one` }),
        aim: AIM_TIME,
      });
    }
    report.add({
      what: 'most memory of that process',
      figure: `${megabytes(process.resourceUsage().maxRSS * 1024)} MB resident`,
      aim: AIM_MEMORY,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `kizuna compare` over files of ever more events, each in a process of its own: memory must not grow with them. */
export async function benchComparedFiles(report: Report, sizes: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
  try {
    const program = join('programs', 'tea-house', 'program.yaml');
    const candidate = join(folder, 'candidate.yaml');
    writeFileSync(candidate, readFileSync(program, 'utf8').replace('54 JPY', '60 JPY'));
    for (const events of sizes) {
      const path = join(folder, 'tea-house.csv');
      const rows = writeTeaHouse(path, 'csv', SEED, events, join(folder, 'days'));
      report.title(
        `kizuna compare over ${rows.toLocaleString('en')} rows (${megabytes(statSync(path).size)} MB)`,
      );
      const args = ['compare', program, candidate, '--history', path, '--json', '--workers', '2'];
      // Exit code 1: a guardrail of the tea house does not pass.
      const { milliseconds, peak, resident } = await runCommand(args, folder, [0, 1]);
      const tenth = Math.max(1, Math.floor(resident.length / 10));
      const told = resident.filter((_, index) => index % tenth === tenth - 1).map(megabytes);
      say(`  MB resident on the way: ${told.join(' ')}`);
      report.add({
        what: `kizuna compare, csv, ${(rows / 1e6).toFixed(1)} M rows, two workers`,
        figure: `${(milliseconds / 1000).toFixed(1)} s, ${millions(rows, milliseconds)}, ${megabytes(peak)} MB resident`,
        aim: AIM_MEMORY,
      });
      rmSync(path);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
