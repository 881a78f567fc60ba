import { byHand, OURS, type Replay, type ReplayEngine } from './engines.ts';
import { perSecond, type Report, times } from './report.ts';
import { inTurn, of } from './series.ts';
import { eventsIn, type TeaMember, teaChunks } from './tea-house-history.ts';

const EVENTS = 400_000;
const SEED = 1;

interface Entry {
  readonly engine: ReplayEngine;
  readonly events: number;
  readonly replay: Replay;
}

/** Ledger off, where there is such a thing, and on. */
function modesOf(engine: ReplayEngine): readonly boolean[] {
  return engine.silent ? [false, true] : [true];
}

/** Every engine with its share of the members, having shown that it comes to the same end as the one by hand. */
function enter(engine: ReplayEngine, members: readonly TeaMember[]): Entry {
  const share = members.slice(0, Math.ceil(members.length / engine.every));
  const replay = engine.open()(share);
  const expected = byHand.open()(share)(false);
  for (const ledger of modesOf(engine)) {
    const stars = replay(ledger);
    if (stars !== expected) throw new Error(`${engine.name} ends with ${stars} stars, not ${expected}`);
  }
  return { engine, events: eventsIn(share), replay };
}

/** The tea house of programs/, by every engine that has it: ledger on and off, in one series. */
export async function benchReplaying(report: Report): Promise<void> {
  const members = [...teaChunks(SEED, EVENTS)].flat();
  report.title(`replaying programs/tea-house (${eventsIn(members).toLocaleString('en')} events)`);
  const entries = [byHand, ...OURS].map((engine) => enter(engine, members));
  const named = (entry: Entry, ledger: boolean) => `${entry.engine.name}, ledger ${ledger ? 'on' : 'off'}`;
  const timings = await inTurn(
    9,
    entries.flatMap((entry) =>
      modesOf(entry.engine).map((ledger) => ({
        name: named(entry, ledger),
        run: () => entry.replay(ledger),
      })),
    ),
  );
  const rate = (entry: Entry, ledger: boolean) => entry.events / of(timings, named(entry, ledger)).median;
  const [peer] = entries;
  for (const entry of entries) {
    for (const ledger of modesOf(entry.engine)) {
      const { median, least } = of(timings, named(entry, ledger));
      const isPeer = peer === undefined || entry === peer;
      report.add({
        what: named(entry, ledger),
        figure: `${perSecond(entry.events, median)} (best ${perSecond(entry.events, least)})`,
        ...(isPeer
          ? {}
          : { ratio: `${times(rate(entry, ledger) / rate(peer, ledger))} by hand`, aim: '≥ 4×' }),
      });
    }
    if (entry.engine.silent)
      report.add({
        what: `${entry.engine.name}, all rows on against off`,
        figure: `${times(rate(entry, false) / rate(entry, true))} the time`,
        ...(entry === peer ? {} : { aim: '≤ 1.4×' }),
      });
  }
}
