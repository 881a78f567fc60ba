import { yardstickOf } from '../../runtime/index.ts';
import type {
  AddedEvent,
  Asked,
  EngineAnswer,
  EngineAnswers,
  EngineRequest,
  Progress,
  Refusal,
  ReplayResult,
} from '../contract/index.ts';
import { compareVersions } from './comparing.ts';
import { Compiler } from './compiling.ts';
import { GIVEN_UP, MOST_DEATHS } from './giving-up.ts';
import { HeldHistory, shownSummary } from './history/held-history.ts';
import { Refused } from './history/refused.ts';
import { rejectsFile } from './history/rejects-file.ts';
import { Job } from './job.ts';
import { addedTo } from './members/added.ts';
import { densityOf } from './members/density.ts';
import { type ReplayedVersion, Replayer } from './replaying.ts';
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

/** What is asked for later, if at all: the first figures need not wait until it is fetched. */
const LATER = {
  explaining: () => import('./members/explaining.ts'),
  reporting: () => import('./reporting.ts'),
  scenario: () => import('./scenario.ts'),
};

type Request<Kind extends EngineRequest['kind']> = Extract<EngineRequest, { readonly kind: Kind }>;

/** Threads that hold one history. */
interface Crew {
  readonly threads: readonly AskedThread[];
  /** One of them died, and took its part of the history with it. */
  lost: () => void;
}

/** A history and what was made of it. */
interface Open {
  readonly crew: Crew;
  readonly asked: Pick<Request<'open'>, 'source' | 'program'>;
  readonly history: HeldHistory;
  readonly replayer: Replayer;
  shown: Shown | undefined;
  /** Events by hand that are in what is shown. */
  tried: readonly AddedEvent[];
}

/** Progress is told at most so often, in milliseconds. */
const TOLD_EVERY = 50;

/** Holds one history, dealt out to threads, and answers what the page asks of it. */
export class Engine {
  readonly #host: EngineHost;
  readonly #compiler = new Compiler();
  readonly #jobs = new Map<number, Job>();
  readonly #crews = new Set<Crew>();
  /** Threads that hold nothing yet: started early, they are ready when a history comes. */
  #spare: Crew | undefined;
  #held: Open | undefined;
  /** What requests work on: the history at hand, or the first that is being opened. */
  #open: Promise<Open | undefined> = Promise.resolve(undefined);
  #opening: Job | undefined;
  /** Reads the history at hand once more. */
  #reopening: Job | undefined;
  /** How often threads died since the last replay. */
  #deaths = 0;
  #replay: Job | undefined;
  #scenario: Job | undefined;

  constructor(host: EngineHost) {
    this.#host = host;
    const spare = this.#start();
    this.#spare = spare;
    spare.lost = () => {
      if (this.#spare === spare) this.#spare = undefined;
      this.#end(spare);
    };
  }

  /** Takes a message of the page. */
  handle(request: EngineRequest): void {
    if (request.kind === 'cancel') this.#jobs.get(request.number)?.cancel();
    else void this.#answer(request);
  }

  /** Ends its threads. */
  end(): void {
    this.#reopening?.cancel();
    for (const job of this.#jobs.values()) job.cancel();
    for (const crew of this.#crews) endAll(crew);
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
          const { history, shown } = await this.#opened(job);
          // A comparison may have read the history for its base last.
          const { summary } = shown?.named('candidate').version.reading ?? history.reading;
          answer('rejects', rejectsFile(summary.rejected, request.language));
          break;
        }
        case 'scenario':
          answer('scenario', await this.#simulate(request, job));
          break;
        case 'report': {
          const { writeReport } = await LATER.reporting();
          const shown = await this.#shownOf(job);
          const { threads } = (await this.#opened(job)).history;
          answer('report', await writeReport(threads, shown, request, job));
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
        case 'density': {
          const { version } = (await this.#shownOf(job)).named(request.side);
          answer('density', await densityOf(version, job));
          break;
        }
        case 'life': {
          const { lifeUnder } = await LATER.explaining();
          const { wanted } = request;
          answer('life', await lifeUnder((await this.#shownOf(job)).named(wanted.side), wanted));
          break;
        }
        case 'why': {
          const { whyUnder } = await LATER.explaining();
          const { wanted, occasion } = request;
          answer('why', await whyUnder((await this.#shownOf(job)).named(wanted.side), wanted, occasion));
          break;
        }
      }
    } catch (error) {
      post({ kind: 'refused', number, refusal: refusalOf(error) });
    } finally {
      this.#jobs.delete(number);
      if (this.#opening === job) this.#opening = undefined;
      if (this.#replay === job) this.#replay = undefined;
      if (this.#scenario === job) this.#scenario = undefined;
    }
  }

  #start(): Crew {
    const { threads, startThread } = this.#host;
    const lost = (): void => crew.lost();
    const crew: Crew = {
      threads: Array.from({ length: threads }, () => new AskedThread(startThread, lost)),
      lost: () => undefined,
    };
    this.#crews.add(crew);
    return crew;
  }

  #end(crew: Crew): void {
    this.#crews.delete(crew);
    endAll(crew);
  }

  /** Opens a history beside the one at hand, which stays where the other cannot be opened. */
  async #openHistory(request: Request<'open'>, job: Job): Promise<EngineAnswers['open']> {
    this.#opening?.cancel();
    this.#opening = job;
    const { now, turn } = this.#host;
    const started = now();
    const opening = turn().then(() => this.#make(request, this.#teller(job), job));
    if (this.#held === undefined) this.#open = opening.catch(() => undefined);
    const made = await opening;
    if (job.isCancelled) this.#end(made.crew);
    job.check();
    this.#reopening?.cancel();
    // Nobody waits for what is made of the history before.
    for (const [number, each] of this.#jobs) if (number !== request.number) each.cancel();
    if (this.#held !== undefined) this.#end(this.#held.crew);
    this.#hold(made);
    return shownSummary(made.history.reading, now() - started);
  }

  async #make(asked: Open['asked'], onProgress: (progress: Progress) => void, job: Job): Promise<Open> {
    job.check();
    const { source, program } = asked;
    const text = source.kind === 'generated' ? source.program : program;
    const compiled = this.#compiler.compile(text, 'candidate');
    const crew = this.#spare ?? this.#start();
    this.#spare = undefined;
    // Whoever asks it is told.
    crew.lost = () => undefined;
    try {
      const history = await HeldHistory.open(crew.threads, source, compiled, onProgress, job);
      job.check();
      const replayer = new Replayer(crew.threads, this.#host.now);
      return { crew, asked: { source, program }, history, replayer, shown: undefined, tried: [] };
    } catch (error) {
      this.#end(crew);
      throw error;
    }
  }

  #hold(open: Open): void {
    this.#held = open;
    this.#open = Promise.resolve(open);
    open.crew.lost = () => this.#reopen(open);
  }

  /** Whoever waits was refused; the history is read once more, and the page is told, so that it asks again. */
  #reopen(lost: Open): void {
    if (this.#held !== lost) return;
    this.#end(lost.crew);
    this.#held = undefined;
    const { post, turn } = this.#host;
    this.#deaths += 1;
    if (this.#deaths >= MOST_DEATHS) {
      this.#open = Promise.resolve(undefined);
      post({ kind: 'reopened', refusal: GIVEN_UP });
      return;
    }
    const job = new Job(-1);
    this.#reopening = job;
    const again = turn().then(() => this.#make(lost.asked, () => undefined, job));
    this.#open = again.then(
      (open) => {
        // Another history may have been opened meanwhile.
        if (job.isCancelled) {
          this.#end(open.crew);
          return undefined;
        }
        this.#hold(open);
        post({ kind: 'reopened', refusal: undefined });
        return open;
      },
      (error: unknown) => {
        if (!job.isCancelled) post({ kind: 'reopened', refusal: refusalOf(error) });
        return undefined;
      },
    );
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
    const { simulate } = await LATER.scenario();
    // A newer one may have come while something else was worked on.
    await this.#host.turn();
    const { history, shown, tried } = await this.#opened(job);
    const readings = shown?.readings ?? [];
    return simulate(history, this.#compiler, request, readings, tried, this.#teller(job), job);
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
      // The page shows it until this replay is done, or for good where that is cancelled.
      open.shown?.readings,
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
    this.#deaths = 0;
    open.tried = tried;
    open.shown = new Shown(
      { label: candidate.label, version: last },
      first && base && { label: base.label, version: first },
      comparison,
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

function endAll({ threads }: Crew): void {
  for (const thread of threads) thread.end();
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof Cancelled) return { why: 'cancelled' };
  return { why: 'fault', reason: error instanceof Error ? error.message : String(error) };
}
