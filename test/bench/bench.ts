import { join } from 'node:path';
import { benchCompiling } from './compiling.ts';
import { benchDeciding } from './deciding.ts';
import { benchLongHistory } from './long-history.ts';
import { benchReplaying } from './replaying.ts';
import { Report, say } from './report.ts';
import { benchSample } from './sample.ts';
import { benchStreaming } from './streaming.ts';

/** A bench by the name that `npm run bench -- NAME` knows it by. */
interface Bench {
  readonly name: string;
  /** Runs when no names are given. */
  readonly usual: boolean;
  readonly run: (report: Report) => void | Promise<void>;
}

const BENCHES: readonly Bench[] = [
  { name: 'compile', usual: true, run: benchCompiling },
  { name: 'sample', usual: true, run: (report) => benchSample(report, join('programs', 'tea-house')) },
  { name: 'long', usual: true, run: (report) => benchLongHistory(report, join('programs', 'cdnow-club')) },
  { name: 'replay', usual: true, run: benchReplaying },
  { name: 'peers', usual: true, run: benchDeciding },
  { name: 'stream', usual: true, run: (report) => benchStreaming(report, 2_000_000) },
  { name: 'stream-20m', usual: false, run: (report) => benchStreaming(report, 20_000_000) },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  say(`no bench called ${unknown.join(', ')}; there are ${BENCHES.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const report = new Report();
say(`Node ${process.version}; medians of rounds taken in turn, in one process`);
for (const bench of BENCHES)
  if (asked.length === 0 ? bench.usual : asked.includes(bench.name)) await bench.run(report);
report.table();
