import { afterEach, describe, expect, it } from 'vitest';
import { languageDesk } from '../../playground/language/desk.ts';
import type { LanguageClient } from '../../playground/language/index.ts';
import { createController } from '../../playground/state/controller.ts';
import type { PageState } from '../../playground/state/store.ts';
import { PROGRAM } from './desk.ts';
import { engineInPlace } from './in-place.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const textsOf = (program: string) => ({ program, tests: '', scenario: '' });

/** The page without a page: the real engine and language service, and a memory as a browser has one. */
function opened(memory: { kept?: string; aside?: readonly string[]; room?: number } = {}) {
  const desk = languageDesk(() => performance.now());
  const language: LanguageClient = {
    call: async (kind, ask) => await (desk[kind] as (asked: typeof ask) => never)(ask),
  };
  const engine = engineInPlace(1);
  let aside = memory.aside ?? [];
  const controller = createController(
    {
      language,
      study: language,
      engine,
      now: () => performance.now(),
      keep: () => true,
      layAside(texts) {
        if (texts.join('').length > (memory.room ?? Number.POSITIVE_INFINITY)) return false;
        aside = texts;
        return true;
      },
      aside: () => aside,
      later(milliseconds, act) {
        const timer = setTimeout(act, milliseconds);
        return () => clearTimeout(timer);
      },
      mark: () => undefined,
      drawn: (act) => setImmediate(act),
    },
    { name: 'first', documents: textsOf(PROGRAM) },
    { kept: memory.kept, language: 'en', theme: 'light' },
  );
  ends.push(() => engine.end());
  const becomes = (holds: (state: PageState) => boolean): Promise<void> =>
    new Promise((resolve) => {
      if (holds(controller.store.getState())) {
        resolve();
        return;
      }
      const stop = controller.store.subscribe((state) => {
        if (!holds(state)) return;
        stop();
        resolve();
      });
    });
  return { controller, state: controller.store.getState, becomes };
}

/** Figures of the text that stands there. */
const isDone = ({ run, resultOf, documents }: PageState): boolean =>
  run.kind === 'done' && resultOf === documents.program;

describe('what somebody wrote', () => {
  it('can be brought back, the newest first, however many programs were picked since', () => {
    const { controller, state } = opened();
    controller.edit('program', `${PROGRAM}# mine\n`);
    controller.openProgram({ name: 'second', documents: textsOf(PROGRAM) });
    controller.edit('program', `${PROGRAM}# mine, too\n`);
    controller.openProgram({ name: 'third', documents: textsOf(PROGRAM) });
    expect(state().notice?.offers).toBe('before');
    controller.bringBack();
    expect(state().documents.program).toBe(`${PROGRAM}# mine, too\n`);
    expect(state().notice?.offers).toBe('before');
    controller.bringBack();
    expect(state().documents.program).toBe(`${PROGRAM}# mine\n`);
    // What stood there when something was brought back is somebody's own, too: it made room in its turn.
    controller.bringBack();
    expect(state().documents.program).toBe(`${PROGRAM}# mine, too\n`);
  });

  it('is not laid aside where nothing was written', () => {
    const { controller, state } = opened();
    controller.openProgram({ name: 'second', documents: textsOf(PROGRAM) });
    expect(state().notice).toBe(undefined);
  });

  it('stays where it is when the browser can keep no more', () => {
    const { controller, state } = opened({ room: 10 });
    controller.edit('program', `${PROGRAM}# mine\n`);
    controller.openProgram({ name: 'second', documents: textsOf(PROGRAM) });
    expect(state().name).toBe('first');
    expect(state().documents.program).toBe(`${PROGRAM}# mine\n`);
    expect(state().notice?.kind).toBe('trouble');
  });

  it('is not in a link beside the program: neither versions put aside nor names of files', () => {
    const { controller } = opened();
    controller.putAside({ label: 'draft', text: 'a secret draft' });
    expect(controller.shared()).not.toContain('a secret draft');
  });

  it('leaves the program as it was opened among the versions, whatever is put aside', () => {
    const { controller, state } = opened();
    for (let n = 0; n < 20; n += 1) controller.putAside({ label: `v${n}`, text: String(n) });
    expect(state().versions[0]).toEqual({ label: 'first', text: PROGRAM });
    expect(state().versions.at(-1)?.label).toBe('v19');
  });
});

describe('figures', () => {
  it('of one program never stand beside another', async () => {
    const { controller, state, becomes } = opened();
    controller.start();
    await becomes(isDone);
    controller.edit('program', `${PROGRAM}# edited\n`);
    controller.openProgram({ name: 'second', documents: textsOf(PROGRAM) });
    const seen: boolean[] = [];
    const stop = controller.store.subscribe(({ result, resultOf, documents }) =>
      seen.push(result === undefined || resultOf === documents.program),
    );
    await becomes(isDone);
    stop();
    expect(seen).not.toContain(false);
    expect(state().name).toBe('second');
  });

  it('come once an empty program became one that compiles', async () => {
    const { controller, becomes } = opened();
    controller.start();
    await becomes(isDone);
    controller.openProgram({ name: '', documents: textsOf('') });
    await becomes(({ history }) => history.kind === 'failed');
    controller.edit('program', PROGRAM);
    await becomes(isDone);
  });

  it('go on over the history at hand where another cannot be opened', async () => {
    const { controller, state, becomes } = opened();
    controller.start();
    await becomes(isDone);
    const members = state().result?.members;
    const pdf = new Blob(['%PDF-1.4\n']);
    controller.openHistory({
      kind: 'files',
      files: [{ name: 'a.parquet', size: pdf.size, slice: (from, to) => pdf.slice(from, to) }],
      mapping: undefined,
    });
    await becomes(({ history }) => history.kind === 'ready' && history.refused !== undefined);
    controller.edit('program', `${PROGRAM}# edited\n`);
    await becomes(isDone);
    expect(state().result?.members).toBe(members);
  });

  it('are none where no row of a history could be used', async () => {
    const { controller, state, becomes } = opened();
    controller.start();
    await becomes(isDone);
    const rows = new Blob(['{"member":"a","type":"nonsense","at":"2025-01-01"}\n']);
    controller.openHistory({
      kind: 'files',
      files: [{ name: 'a.jsonl', size: rows.size, slice: (from, to) => rows.slice(from, to) }],
      mapping: undefined,
    });
    await becomes(({ history }) => history.kind === 'ready' && history.source.kind === 'files');
    await becomes(({ result }) => result === undefined);
    expect(state().history).toMatchObject({ summary: { members: 0, rejected: 1 } });
  });
});
