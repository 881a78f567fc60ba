import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { benchCommand, LONG_CALLS } from './command.ts';
import { benchComparedFiles, benchComparing } from './comparing.ts';
import { benchCompiling, benchModule } from './compiling.ts';
import { benchDeciding } from './deciding.ts';
import { benchGenerating } from './generating.ts';
import { benchLongHistory } from './long-history.ts';
import { benchReading } from './reading.ts';
import { benchReplaying } from './replaying.ts';
import { type Figure, Report, say } from './report.ts';
import { benchSample } from './sample.ts';
import { benchStreaming } from './streaming.ts';
import { benchWorkers, serveBench } from './threads.ts';

/** A bench by the name that `npm run bench -- NAME` knows it by. */
interface Bench {
  readonly name: string;
  /** Runs when no names are given. */
  readonly usual: boolean;
  readonly run: (report: Report) => void | Promise<void>;
}

const BENCHES: readonly Bench[] = [
  { name: 'compile', usual: true, run: benchCompiling },
  { name: 'module', usual: true, run: benchModule },
  { name: 'sample', usual: true, run: (report) => benchSample(report, join('programs', 'tea-house')) },
  { name: 'long', usual: true, run: (report) => benchLongHistory(report, join('programs', 'cdnow-club')) },
  { name: 'replay', usual: true, run: benchReplaying },
  { name: 'peers', usual: true, run: benchDeciding },
  { name: 'workers', usual: true, run: benchWorkers },
  { name: 'stream', usual: true, run: (report) => benchStreaming(report, 2_000_000) },
  { name: 'run', usual: true, run: (report) => benchCommand(report, 2_000_000, ['csv']) },
  {
    name: 'run-5m',
    usual: false,
    run: (report) => benchCommand(report, 5_000_000, ['jsonl', 'parquet'], LONG_CALLS),
  },
  {
    name: 'stream-20m',
    usual: false,
    run: (report) => benchCommand(report, 20_000_000, ['csv'], LONG_CALLS),
  },
  { name: 'reading', usual: true, run: benchReading },
  {
    name: 'generate',
    usual: true,
    run: (report) => benchGenerating(report, 1_000_000, ['affordable', 'attempted']),
  },
  {
    name: 'generate-20m',
    usual: false,
    run: (report) => benchGenerating(report, 20_000_000, ['affordable']),
  },
  { name: 'compare', usual: true, run: benchComparing },
  {
    name: 'compare-5m',
    usual: false,
    run: (report) => benchComparedFiles(report, [1_000_000, 5_000_000]),
  },
  { name: 'compare-20m', usual: false, run: (report) => benchComparedFiles(report, [20_000_000]) },
];

/** A bench in a process of its own, so that neither memory nor what was compiled is another one's; its figures. */
function runApart({ name }: Bench): Promise<readonly Figure[]> {
  const child = fork(fileURLToPath(import.meta.url), [name]);
  let figures: readonly Figure[] = [];
  child.on('message', (message) => {
    figures = message as readonly Figure[];
  });
  return new Promise((resolve) => {
    child.on('exit', (code) => (code === 0 ? resolve(figures) : process.exit(code ?? 1)));
  });
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    say(`no bench called ${unknown.join(', ')}; there are ${BENCHES.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  const chosen = BENCHES.filter(({ name, usual }) => (asked.length === 0 ? usual : asked.includes(name)));
  const report = new Report();
  const [only] = chosen;
  if (process.send !== undefined && only !== undefined) {
    await only.run(report);
    process.send(report.figures);
    process.disconnect();
    return;
  }
  say(`Node ${process.version}; medians of rounds taken in turn; each bench in a process of its own`);
  for (const bench of chosen) report.keep(await runApart(bench));
  report.table();
}

if (isMainThread) await main();
else serveBench();
