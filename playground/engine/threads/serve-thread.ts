import { textAt } from '../../../runtime/index.ts';
import type { Plan } from '../../../schema/index.ts';
import { Cancelled } from './asking.ts';
import { BlockMaker } from './block-maker.ts';
import type { FromReplayThread, ThreadCall, ThreadCalls, ToReplayThread } from './contract.ts';
import { densityUnder } from './density.ts';
import { Holdings } from './holdings.ts';
import { Members } from './members.ts';
import { purchasesUnder } from './purchases.ts';
import { Replays } from './replays.ts';
import { Scenarios } from './scenarios.ts';

/** What a thread needs of its host. */
export interface ThreadHost {
  readonly reply: (message: FromReplayThread, transfer: readonly ArrayBuffer[]) => void;
  /** Resolves on a turn of its own, after messages that have come by then. */
  readonly turn: () => Promise<void>;
}

/** Events between two messages that tell how far a thread is. */
const TOLD_EVERY = 50_000;

type Asked = Extract<ToReplayThread, { readonly kind: 'ask' }>;

/** A thread that holds chunks of a history, and replays programs over them; gives what takes its messages. */
export function serveThread({ reply, turn }: ThreadHost): (message: ToReplayThread) => void {
  const holdings = new Holdings();
  const replays = new Replays(holdings);
  const members = new Members(holdings, replays);
  const scenarios = new Scenarios(holdings);
  const open = new Set<number>();
  const cancelled = new Set<number>();
  let plan: Plan | undefined;

  const work = async (message: Asked): Promise<ThreadCalls[ThreadCall]['answer']> => {
    const { number } = message;
    let untold = 0;
    const next = async (events: number): Promise<void> => {
      untold += events;
      if (untold >= TOLD_EVERY) {
        reply({ kind: 'progress', number, events: untold }, []);
        untold = 0;
      }
      await turn();
      if (cancelled.has(number)) throw new Cancelled('cancelled');
    };
    switch (message.call) {
      case 'generator':
        plan = message.ask.plan;
        holdings.maker = new BlockMaker(message.ask);
        return undefined;
      case 'make': {
        const { block, first, members, mostRows } = message.ask;
        if (plan === undefined) throw new Error('nothing is ready to make members up');
        return holdings.make(block, first, members, mostRows, plan);
      }
      case 'unmake':
        holdings.unmake(message.ask.blocks);
        return undefined;
      case 'read':
        return holdings.readAll(message.ask.reading, message.ask.plan, next);
      case 'take':
        holdings.take(message.ask.reading, message.ask.plan, message.ask.chunks);
        return undefined;
      case 'drop':
        holdings.drop(message.ask.readings);
        return undefined;
      case 'replay':
        return replays.replay(message.ask, next);
      case 'values':
        return members.values(message.ask);
      case 'cells':
        return members.cells(message.ask);
      case 'inSegment':
        return members.inSegment(message.ask, next);
      case 'reached':
        return members.reached(message.ask, next);
      case 'scenario':
        return scenarios.run(message.ask, next);
      case 'density':
        return densityUnder(holdings, replays.version(message.ask.key), next);
      case 'purchases':
        return purchasesUnder(holdings, replays.version(message.ask.key), next);
      case 'member':
        return holdings.member(message.ask.reading, message.ask.member);
      case 'outcomes': {
        const { reading, outcomes } = replays.version(message.ask.key);
        return holdings
          .reading(reading)
          .chunks.flatMap(({ number: chunk, chunk: { members, memberIds } }) => {
            const own = outcomes.get(chunk);
            const ids = Array.from({ length: members }, (_, member) => textAt(memberIds, member));
            return own === undefined ? [] : { chunk, ids, outcomes: own };
          });
      }
    }
  };

  const answer = async (message: Asked): Promise<void> => {
    const { number } = message;
    open.add(number);
    try {
      // What was cancelled by a message right behind it is not even begun.
      await turn();
      if (cancelled.has(number)) throw new Cancelled('cancelled');
      const made = await work(message);
      reply({ kind: 'done', number, answer: made }, []);
    } catch (error) {
      if (error instanceof Cancelled) reply({ kind: 'cancelled', number }, []);
      else
        reply(
          {
            kind: 'failed',
            number,
            reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
          },
          [],
        );
    } finally {
      open.delete(number);
      cancelled.delete(number);
    }
  };

  return (message) => {
    if (message.kind === 'ask') void answer(message);
    else if (open.has(message.number)) cancelled.add(message.number);
  };
}
