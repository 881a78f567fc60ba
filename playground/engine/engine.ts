import { rejectsCsv, yardstickOf } from '../../runtime/index.ts';
import type {
  Asked,
  EngineAnswer,
  EngineAnswers,
  EngineRequest,
  Progress,
  Refusal,
  ReplayResult,
} from '../contract/engine.ts';
import { compareVersions } from './comparing.ts';
import { Compiler } from './compiling.ts';
import { HeldHistory, shownSummary } from './history/held-history.ts';
import { Refused } from './history/refused.ts';
import { Job } from './job.ts';
import { addedTo } from './members/added.ts';
import { lifeUnder, whyUnder } from './members/explaining.ts';
import { type ReplayedVersion, Replayer } from './replaying.ts';
import { writeReport } from './reporting.ts';
import { simulate } from './scenario.ts';
import { filtered, Shown } from './shown.ts';
import { AskedThread, Cancelled, type StartThread } from './threads/asking.ts';

/** What the engine needs of its host. */
export interface EngineHost {
  readonly threads: number;
  readonly startThread: StartThread;
  readonly post: (answer: EngineAnswer) => void;
  /** Milliseconds of some clock. */
  readonly now: () => number;
  /** Resolves on a turn of its own, after messages that have come by then. */
  readonly turn: () => Promise<void>;
}

type Request<Kind extends EngineRequest['kind']> = Extract<EngineRequest, { readonly kind: Kind }>;

/** A history and what was made of it. */
interface Open {
  readonly history: HeldHistory;
  readonly replayer: Replayer;
  shown: Shown | undefined;
}

/** Progress is told at most so often, in milliseconds. */
const TOLD_EVERY = 50;

/** Holds one history, dealt out to threads, and answers what the page asks of it. */
export class Engine {
  readonly #host: EngineHost;
  readonly #compiler = new Compiler();
  readonly #jobs = new Map<number, Job>();
  #threads: readonly AskedThread[];
  /** Some thread has got a part of a history. */
  #isUsed = false;
  #open: Promise<Open | undefined> = Promise.resolve(undefined);
  #replay: Job | undefined;
  #scenario: Job | undefined;

  constructor(host: EngineHost) {
    this.#host = host;
    this.#threads = this.#start();
  }

  /** Takes a message of the page. */
  handle(request: EngineRequest): void {
    if (request.kind === 'cancel') this.#jobs.get(request.number)?.cancel();
    else void this.#answer(request);
  }

  /** Ends its threads. */
  end(): void {
    for (const job of this.#jobs.values()) job.cancel();
    for (const thread of this.#threads) thread.end();
  }

  async #answer(request: Exclude<EngineRequest, { readonly kind: 'cancel' }>): Promise<void> {
    const { number } = request;
    const job = new Job(number);
    this.#jobs.set(number, job);
    const { post } = this.#host;
    const answer = <Kind extends Asked>(of: Kind, made: EngineAnswers[Kind]): void => {
      // One of the union by its kind and what belongs to it.
      post({ kind: 'answer', of, number, answer: made } as EngineAnswer);
    };
    try {
      switch (request.kind) {
        case 'open':
          answer('open', await this.#openHistory(request, job));
          break;
        case 'replay':
          answer('replay', await this.#replayAll(request, job));
          break;
        case 'rejects': {
          const { history } = await this.#opened(job);
          answer('rejects', rejectsCsv(history.reading.summary.rejected, request.language));
          break;
        }
        case 'scenario':
          answer('scenario', await this.#simulate(request, job));
          break;
        case 'report': {
          const { version, label } = (await this.#shownOf(job)).named('candidate');
          const { threads } = (await this.#opened(job)).history;
          answer('report', await writeReport(threads, version, label, request, job));
          break;
        }
        case 'columns':
          answer('columns', (await this.#shownOf(job)).table(request.side).columns);
          break;
        case 'members': {
          const { query, from, to } = request;
          const table = (await this.#shownOf(job)).table(query.side);
          answer('members', await filtered(table.page(query, from, to, job)));
          break;
        }
        case 'histogram': {
          const { query, column } = request;
          const table = (await this.#shownOf(job)).table(query.side);
          answer('histogram', await filtered(table.histogram(query, column, job)));
          break;
        }
        case 'life':
          answer(
            'life',
            await lifeUnder((await this.#shownOf(job)).named(request.wanted.side), request.wanted),
          );
          break;
        case 'why': {
          const { wanted, occasion } = request;
          answer('why', await whyUnder((await this.#shownOf(job)).named(wanted.side), wanted, occasion));
          break;
        }
      }
    } catch (error) {
      post({ kind: 'refused', number, refusal: refusalOf(error) });
    } finally {
      this.#jobs.delete(number);
      if (this.#replay === job) this.#replay = undefined;
      if (this.#scenario === job) this.#scenario = undefined;
    }
  }

  #start(): readonly AskedThread[] {
    const { threads, startThread } = this.#host;
    return Array.from({ length: threads }, () => new AskedThread(startThread, () => this.#lose()));
  }

  /** A thread took its part of the history with it: nothing is left that could be replayed. */
  #lose(): void {
    for (const thread of this.#threads) thread.end();
    this.#threads = this.#start();
    this.#isUsed = false;
    this.#open = Promise.resolve(undefined);
  }

  async #openHistory({ source, program, number }: Request<'open'>, job: Job): Promise<EngineAnswers['open']> {
    for (const [other, each] of this.#jobs) if (other !== number) each.cancel();
    const { now, turn } = this.#host;
    const started = now();
    if (this.#isUsed) this.#lose();
    this.#isUsed = true;
    const threads = this.#threads;
    const onProgress = this.#teller(job);
    const opening = (async (): Promise<Open> => {
      await turn();
      job.check();
      const text = source.kind === 'generated' ? source.program : program;
      const history = await HeldHistory.open(
        threads,
        source,
        this.#compiler.compile(text, 'candidate'),
        onProgress,
        job,
      );
      return { history, replayer: new Replayer(threads, now), shown: undefined };
    })();
    // Others wait for it, and find nothing where it fails.
    this.#open = opening.catch(() => undefined);
    const { history } = await opening;
    return shownSummary(history.reading, now() - started);
  }

  async #opened(job: Job): Promise<Open> {
    const open = await this.#open;
    job.check();
    if (open === undefined) throw new Refused({ why: 'no-history' });
    return open;
  }

  /** What was replayed last. */
  async #shownOf(job: Job): Promise<Shown> {
    const { shown } = await this.#opened(job);
    if (shown === undefined) throw new Refused({ why: 'no-history' });
    return shown;
  }

  async #simulate(request: Request<'scenario'>, job: Job): Promise<EngineAnswers['scenario']> {
    this.#scenario?.cancel();
    this.#scenario = job;
    // A newer one may have come while something else was worked on.
    await this.#host.turn();
    const { history, shown } = await this.#opened(job);
    const readings = shown?.readings ?? [];
    return simulate(history, this.#compiler, request, readings, this.#teller(job), job);
  }

  async #replayAll({ candidate, base, added: tried }: Request<'replay'>, job: Job): Promise<ReplayResult> {
    this.#replay?.cancel();
    this.#replay = job;
    // Whoever wants it asks once more, of the program as it is by then.
    this.#scenario?.cancel();
    const { now, turn } = this.#host;
    // A newer one may have come while something else was worked on.
    await turn();
    const open = await this.#opened(job);
    const { history, replayer } = open;
    const started = now();
    const after = this.#compiler.compile(candidate.text, 'candidate');
    const before = base && this.#compiler.compile(base.text, 'base');
    const compiledAt = now();
    const tell = this.#teller(job);
    const programs = before === undefined ? [after] : [before, after];
    const readings = await history.readingsFor(
      programs.map(({ plan }) => plan),
      tell,
      job,
    );
    job.check();
    const readAt = now();
    const asked = programs.flatMap((compiled, index) => {
      const reading = readings[index];
      return reading === undefined ? [] : { compiled, reading };
    });
    const days = readings.flatMap(({ summary }) => summary.lastDay ?? []);
    if (days.length === 0)
      throw new Refused({
        why: 'unreadable',
        reason: { en: 'the history holds no usable row', ja: '履歴に使える行がありません' },
        help: undefined,
      });
    const added = await addedTo(readings, tried);
    const until = Math.max(...days, ...(added.lastDay === undefined ? [] : [added.lastDay]));
    const yardstick = before && yardstickOf(before.plan, after.plan);
    const onEvents = (done: number, total: number) => tell({ stage: 'replaying', done, total });
    const { versions, members, millis } = await replayer.replay(
      asked,
      until,
      added,
      yardstick,
      onEvents,
      job,
    );
    job.check();
    const figuresAt = now();
    const last = versions.at(-1);
    if (last === undefined) throw new Error('nothing was replayed');
    const first = before === undefined ? undefined : versions[0];
    const comparison =
      first === undefined || base === undefined || members === undefined || yardstick === undefined
        ? undefined
        : compareVersions(
            { label: base.label, version: first },
            { label: candidate.label, version: last },
            members,
            yardstick,
            until,
          );
    open.shown = new Shown(
      { label: candidate.label, version: last },
      first && base && { label: base.label, version: first },
      yardstick,
    );
    const shown = ({ compiled: { plan }, figures }: ReplayedVersion) => ({ plan, figures });
    return {
      base: first && shown(first),
      candidate: shown(last),
      comparison,
      members: last.reading.members,
      events: last.reading.events,
      until,
      millis: {
        compile: compiledAt - started,
        read: readAt - compiledAt,
        replay: millis.replay,
        figures: millis.figures + now() - figuresAt,
      },
    };
  }

  /** Tells how far a request is, not too often. */
  #teller({ number }: Job): (progress: Progress) => void {
    const { post, now } = this.#host;
    let last = Number.NEGATIVE_INFINITY;
    let stage: Progress['stage'] | undefined;
    return (progress) => {
      const at = now();
      if (progress.stage === stage && at - last < TOLD_EVERY) return;
      last = at;
      stage = progress.stage;
      post({ kind: 'progress', number, progress });
    };
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof Cancelled) return { why: 'cancelled' };
  return { why: 'fault', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
