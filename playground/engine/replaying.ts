import { type ReportFigures, reportFigures } from '../../report/index.ts';
import {
  ComparisonTally,
  type MemberComparison,
  ReplayTally,
  type ReplayTotals,
  type Standing,
  type Weight,
  type Yardstick,
} from '../../runtime/index.ts';
import type { Day } from '../../schema/index.ts';
import type { Compiled } from './compiling.ts';
import type { Reading } from './history/reading.ts';
import type { Added } from './members/added.ts';
import type { AskedThread, Wanted } from './threads/asking.ts';
import type { ReplayAnswer } from './threads/contract.ts';
import { standings } from './threads/replays.ts';

/** A version and the history as it reads it. */
export interface VersionAsked {
  readonly compiled: Compiled;
  readonly reading: Reading;
}

/** What a version came to; where each member stands is kept by the threads, under its key. */
export interface ReplayedVersion extends VersionAsked {
  readonly key: number;
  /** Events that were added by hand; see {@link Added}. */
  readonly added: string;
  readonly until: Day;
  readonly totals: ReplayTotals;
  readonly figures: ReportFigures;
}

export interface Replayed {
  /** In the order of the versions asked for. */
  readonly versions: readonly ReplayedVersion[];
  /** Undefined where nothing was compared. */
  readonly members: MemberComparison | undefined;
  readonly millis: { readonly replay: number; readonly figures: number };
}

/** Versions that stay: both sides and the one before, so that undoing costs nothing. */
const KEPT = 3;

/** Replays versions over a history on all threads, and remembers what the last of them came to. */
export class Replayer {
  readonly #threads: readonly AskedThread[];
  readonly #now: () => number;
  #known: readonly ReplayedVersion[] = [];
  #next = 0;

  constructor(threads: readonly AskedThread[], now: () => number) {
    this.#threads = threads;
    this.#now = now;
  }

  /** What is still known of a version, replayed before. */
  find({ compiled, reading }: VersionAsked, until: Day, added: string): ReplayedVersion | undefined {
    return this.#known.find(
      (each) =>
        each.compiled.text === compiled.text &&
        each.reading === reading &&
        each.until === until &&
        each.added === added,
    );
  }

  async replay(
    asked: readonly VersionAsked[],
    until: Day,
    added: Added,
    /** Compares the first version with the last. */
    yardstick: Yardstick | undefined,
    onEvents: (done: number, total: number) => void,
    wanted: Wanted,
  ): Promise<Replayed> {
    const started = this.#now();
    const missing: (VersionAsked & { readonly key: number })[] = [];
    const keys = asked.map((version) => {
      const known =
        this.find(version, until, added.name) ??
        missing.find(
          ({ compiled, reading }) => compiled.text === version.compiled.text && reading === version.reading,
        );
      if (known !== undefined) return known.key;
      this.#next += 1;
      missing.push({ ...version, key: this.#next });
      return this.#next;
    });
    const [base, candidate] = [keys[0], keys.at(-1)];
    const isOneReading = asked[0]?.reading === asked.at(-1)?.reading;
    const compare =
      yardstick === undefined || !isOneReading || base === undefined || candidate === undefined
        ? undefined
        : { base, candidate, yardstick };
    const keep = this.#known.map(({ key }) => key);
    const total = missing.reduce((sum, { reading }) => sum + reading.events, 0);
    let done = 0;
    const onProgress = (events: number): void => {
      done += events;
      onEvents(done, total);
    };
    const versions = missing.map(({ key, compiled: { plan, module }, reading }) => ({
      key,
      reading: reading.number,
      plan,
      module,
    }));
    const answers = await Promise.all(
      this.#threads.map((thread) =>
        thread.ask(
          'replay',
          { versions, keep, until, instead: added.of.get(thread) ?? [], compare },
          { onProgress, wanted },
        ),
      ),
    );
    const replayed = this.#now();
    const made = missing.map((version, index) =>
      versionOf(version, index, { until, added: added.name }, answers),
    );
    const all = [...made, ...this.#known];
    const own = keys.flatMap((key) => all.find((each) => each.key === key) ?? []);
    this.#known = [...new Set([...own, ...all])].slice(0, KEPT);
    const members =
      yardstick === undefined
        ? undefined
        : await this.#members(own, yardstick, answers, compare !== undefined);
    return {
      versions: own,
      members,
      millis: { replay: replayed - started, figures: this.#now() - replayed },
    };
  }

  async #members(
    [base, ...more]: readonly ReplayedVersion[],
    yardstick: Yardstick,
    answers: readonly ReplayAnswer[],
    isCompared: boolean,
  ): Promise<MemberComparison | undefined> {
    const candidate = more.at(-1) ?? base;
    if (base === undefined || candidate === undefined) return undefined;
    const tally = new ComparisonTally(base.compiled.plan, candidate.compiled.plan, yardstick);
    if (isCompared)
      for (const { comparison } of answers) if (comparison !== undefined) tally.merge(comparison);
    if (!isCompared) {
      const weights = yardstick.kind === 'none' ? { base: [], candidate: [] } : yardstick;
      const [own, other] = [
        await this.#standings(base, weights.base),
        await this.#standings(candidate, weights.candidate),
      ];
      for (const member of new Set([...own.keys(), ...other.keys()]))
        tally.add(() => member, own.get(member), other.get(member));
    }
    return tally.result;
  }

  /** Where each member stands, by id: versions that read a history differently do not have the same chunks. */
  async #standings(
    { key, compiled }: ReplayedVersion,
    weights: readonly Weight[],
  ): Promise<ReadonlyMap<string, Standing>> {
    const { manifest } = compiled;
    const found = new Map<string, Standing>();
    for (const thread of this.#threads)
      for (const { ids, outcomes } of await thread.ask('outcomes', { key }))
        for (const [member, standing] of standings(manifest, outcomes, weights))
          found.set(ids[member] ?? '', standing);
    return found;
  }
}

function versionOf(
  version: VersionAsked & { readonly key: number },
  index: number,
  { until, added }: Pick<ReplayedVersion, 'until' | 'added'>,
  answers: readonly ReplayAnswer[],
): ReplayedVersion {
  const { plan } = version.compiled;
  const tally = new ReplayTally(plan, until);
  for (const { totals } of answers) {
    const own = totals[index];
    if (own !== undefined) tally.add(own);
  }
  const { totals } = tally;
  const { summary } = version.reading;
  const figures = reportFigures(plan, { ...totals, until, summary, failed: 0 });
  return { ...version, until, added, totals, figures };
}
