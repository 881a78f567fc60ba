import { fastest } from './engines.ts';
import { celPeer } from './peers/cel.ts';
import { jsonRulesPeer } from './peers/json-rules.ts';
import type { Peer } from './peers/peer.ts';
import { zenDecisionPeer, zenExpressionPeer } from './peers/zen.ts';
import { perSecond, type Report, times } from './report.ts';
import { inTurn, of } from './series.ts';
import { type Question, questionsOf } from './tea-house-facts.ts';
import { eventsIn, type TeaMember, teaChunks } from './tea-house-history.ts';

const EVENTS = 20_000;
const SEED = 1;
const OURS = 'ours';

/** Every peer must find what the hand-written program found. */
async function examine(peer: Peer, questions: readonly Question[]): Promise<void> {
  for (const { type, facts, answer } of questions) {
    const found = await peer.decide(type, facts);
    if ([...found].sort().join() !== [...answer].sort().join())
      throw new Error(
        `${peer.name}: ${found.join()} instead of ${answer.join()} at ${type} ${JSON.stringify(facts)}`,
      );
  }
}

async function decideAll(peer: Peer, questions: readonly Question[]): Promise<void> {
  for (const { type, facts } of questions) {
    const decided = peer.decide(type, facts);
    if (decided instanceof Promise) await decided;
  }
}

/** Rule engines that decide the conditions only, facts in hand, against ours that does everything. */
export async function benchDeciding(report: Report): Promise<void> {
  const members: readonly TeaMember[] = [...teaChunks(SEED, EVENTS)].flat();
  const questions = questionsOf(members);
  report.title(`deciding the conditions of ${questions.length.toLocaleString('en')} events`);
  const peers = [jsonRulesPeer(), zenDecisionPeer(), zenExpressionPeer(), celPeer()];
  for (const peer of peers) await examine(peer, questions);
  const engine = fastest();
  const replay = engine.open()(members);
  const timings = await inTurn(5, [
    { name: OURS, run: () => replay(true) },
    ...peers.map((peer) => ({ name: peer.name, run: () => decideAll(peer, questions) })),
  ]);
  const ours = of(timings, OURS);
  report.add({ what: `${engine.name}, everything`, figure: perSecond(eventsIn(members), ours.median) });
  for (const peer of peers) {
    const { median } = of(timings, peer.name);
    report.add({
      what: `${peer.name}, conditions only`,
      figure: perSecond(questions.length, median),
      ratio: `ours ${times(median / ours.median)}`,
      ...(peer.aim === undefined ? {} : { aim: peer.aim }),
    });
  }
}
