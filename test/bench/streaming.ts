import { performance } from 'node:perf_hooks';
import { byHand, fastest, type ReplayEngine } from './engines.ts';
import { perSecond, type Report } from './report.ts';
import { tidy } from './series.ts';
import { eventsIn, teaChunks } from './tea-house-history.ts';

const SEED = 2;
const MEGABYTE = 2 ** 20;

/** A history of any length through one engine, chunk by chunk; time is that of replaying, memory that of the process. */
export function benchStreaming(report: Report, events: number): void {
  report.title(`streaming ${events.toLocaleString('en')} events`);
  const engines: readonly ReplayEngine[] = [byHand, fastest()];
  for (const engine of engines) {
    globalThis.gc?.();
    const load = engine.open();
    const wanted = Math.ceil(events / engine.every);
    let [spent, replayed, most] = [0, 0, 0];
    for (const chunk of teaChunks(SEED, wanted)) {
      const replay = load(chunk);
      // What making the chunk left behind is not for the engine to pay.
      tidy();
      const started = performance.now();
      replay(true);
      spent += performance.now() - started;
      replayed += eventsIn(chunk);
      most = Math.max(most, process.memoryUsage.rss());
    }
    report.add({
      what: `${engine.name}, ${replayed.toLocaleString('en')} events streamed, ledger on`,
      figure: `${perSecond(replayed, spent)}, ${Math.round(most / MEGABYTE)} MB resident`,
    });
  }
}
