import { performance } from 'node:perf_hooks';
import { byHand, fastest, type ReplayEngine } from './engines.ts';
import { megabytes, perSecond, type Report, say } from './report.ts';
import { tidy } from './series.ts';
import { eventsIn, teaChunks } from './tea-house-history.ts';

const SEED = 2;
/** Memory is told so many times on the way. */
const TOLD = 10;

/** A history of any length through one engine, chunk by chunk; time is that of replaying, memory that of the process. */
export function benchStreaming(report: Report, events: number): void {
  report.title(`streaming ${events.toLocaleString('en')} events`);
  const engines: readonly ReplayEngine[] = [fastest(), byHand];
  for (const engine of engines) {
    globalThis.gc?.();
    const load = engine.open();
    const wanted = Math.ceil(events / engine.every);
    let [spent, replayed, most, toTell] = [0, 0, 0, wanted / TOLD];
    const resident: string[] = [];
    for (const chunk of teaChunks(SEED, wanted)) {
      const replay = load(chunk);
      // What making the chunk left behind is not for the engine to pay.
      tidy();
      const started = performance.now();
      replay(true);
      spent += performance.now() - started;
      replayed += eventsIn(chunk);
      most = Math.max(most, process.memoryUsage.rss());
      if (replayed < toTell) continue;
      resident.push(megabytes(most));
      toTell += wanted / TOLD;
    }
    say(`  ${engine.name}: most MB resident after each tenth: ${resident.join(' ')}`);
    report.add({
      what: `${engine.name}, ${replayed.toLocaleString('en')} events streamed, ledger on`,
      figure: `${perSecond(replayed, spent)}, ${megabytes(most)} MB resident`,
    });
  }
}
