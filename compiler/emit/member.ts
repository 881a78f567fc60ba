import { RETURNED_COST, ROW, ROWS_PER_CALL } from '../../schema/index.ts';
import type { Ages } from './ages.ts';
import { maxOf, minOf } from './arena.ts';
import type { Days } from './days.ts';
import { type Engine, type Locals, NONE } from './engine.ts';
import type { Observer } from './observe.ts';
import type { Totals } from './totals.ts';
import {
  block,
  c32,
  choose,
  doAll,
  during,
  fill,
  goTo,
  goToIf,
  type I32,
  i32,
  load32,
  loop,
  once,
  type Stmt,
  select,
  store32,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** The steps of a member, and what stands before the first. */
export interface Steps extends Days {
  readonly event: Func<readonly ['i32', 'i32'], 'void'>;
  readonly outcome: Func<readonly ['i32'], 'void'>;
  readonly setUp: Stmt;
  readonly first: Stmt;
  readonly beginTiers: (locals: Locals) => Stmt;
  readonly records: (locals: Locals) => Stmt;
  readonly ages: Ages;
}

/** What the host calls. */
export interface MemberFunctions {
  readonly begin: Func<readonly ['i32', 'i32', 'i32'], 'i32'>;
  readonly reserve: Func<readonly ['i32'], 'i32'>;
  readonly load: Func<readonly ['i32'], 'void'>;
  readonly run: Func<readonly ['i32', 'i32'], 'i32'>;
  readonly rerun: Func<readonly ['i32', 'i32'], 'void'>;
  readonly undo: Func<readonly ['i32'], 'void'>;
  readonly resume: Func<readonly [], 'void'>;
  readonly done: Func<readonly [], 'void'>;
}

/** Emits what takes a member from its first step to its last, and the calls around it. */
export function emitMember(
  e: Engine,
  steps: Steps,
  vectors: { readonly rows: number; readonly outcomes: number; readonly returned: number },
  outcomeBytes: number,
  totals: Totals,
  observer: Observer,
): MemberFunctions {
  const { m, g, pointers, arena } = e;
  const { rows, outcomes, returned } = vectors;
  const base = m.global('base', 'i32');
  const heap = m.global('heap', 'i32');
  const stepsDone = m.global('steps', 'i32');
  const limit = m.global('limit', 'i32', 0x7fff_ffff);
  const failed = m.global('stopped', 'i32');
  const row = m.global('row', 'i32');
  const end = m.global('lastRow', 'i32');
  const rowsBefore = m.global('rowsBefore', 'i32');
  const outcomesBefore = m.global('outcomesBefore', 'i32');
  const returnedBefore = m.global('returnedBefore', 'i32');
  m.exportGlobal('steps', stepsDone);
  m.exportGlobal('asking', observer.asking);

  /** Where the memory of a member may begin: after what the host has yet to take. */
  const floor = m.func('floor', [], 'i32', (f) => {
    const endOf = (vector: number, stride: number): I32 =>
      i32.add(load32(c32(vector)), i32.mul(load32(c32(vector), 8), c32(stride)));
    const last = [
      endOf(rows, ROW.bytes),
      endOf(outcomes, outcomeBytes),
      endOf(returned, RETURNED_COST.bytes),
    ].reduce(laterOf, base.get);
    return [f.ret(i32.and(i32.add(last, c32(7)), c32(-8)))];
  });

  const step = stepsDone.set(i32.add(stepsDone.get, c32(1)));
  /** Goes on with the member at hand to its end. */
  const goOn = m.func('steps', [], 'void', (f) => {
    const day = f.i32('day');
    const next = f.i32('next');
    const target = f.i32('target');
    const stop = f.i32('stop');
    return [
      block('end', (out) => [
        loop('steps', (again) => [
          day.set(
            choose(
              i32.lt(row.get, end.get),
              maxOf(g.day.get, load32(i32.add(pointers.rows.day.get, i32.shl(row.get, c32(2))))),
              c32(0x7fff_ffff),
            ),
          ),
          when(i32.ne(day.get, g.day.get), [
            target.set(minOf(day.get, i32.add(g.until.get, c32(1)))),
            stop.set(observer.next()),
            next.set(minOf(target.get, i32.add(stop.get, c32(1)))),
            // A day may be the bound and have nothing to do: mornings come from the search alone.
            next.set(choose(i32.le(g.wake.get, next.get), steps.due.call(next.get), g.wake.get)),
            when(i32.lt(stop.get, minOf(target.get, next.get)), [
              steps.quiet.call(stop.get),
              observer.look.call(stop.get),
              goTo(again),
            ]),
            when(i32.gt(minOf(day.get, next.get), g.until.get), [steps.quiet.call(g.until.get), goTo(out)]),
            when(i32.ge(stepsDone.get, limit.get), [
              // Days before the step that is not to be taken had begun.
              steps.quiet.call(minOf(day.get, i32.sub(next.get, c32(1)))),
              goTo(out),
            ]),
            when(
              i32.le(next.get, day.get),
              [steps.morning.call(next.get), step, goTo(again)],
              [steps.quiet.call(day.get)],
            ),
          ]),
          goToIf(out, i32.gt(day.get, g.until.get)),
          goToIf(out, i32.ge(stepsDone.get, limit.get)),
          steps.event.call(row.get, day.get),
          row.set(i32.add(row.get, c32(1))),
          step,
          goTo(again),
        ]),
      ]),
      steps.outcome.call(failed.get),
    ];
  });
  const replay = m.func('member', ['i32', 'i32'], 'void', (f, number, stopped) => {
    const at = i32.shl(number.get, c32(2));
    return [
      failed.set(stopped.get),
      g.member.set(number.get),
      g.enrolled.set(load32(i32.add(pointers.members.enrolled.get, at))),
      when(i32.gt(g.enrolled.get, g.until.get), [f.ret()]),
      arena.top.set(floor.call()),
      row.set(load32(i32.add(pointers.members.firstRow.get, at))),
      end.set(load32(i32.add(pointers.members.firstRow.get, at), 4)),
      g.firstRow.set(row.get),
      steps.setUp,
      g.day.set(g.enrolled.get),
      g.tick.set(c32(1)),
      g.wake.set(NONE),
      g.working.set(c32(0)),
      g.cause.set(c32(-1)),
      g.asOf.set(g.enrolled.get),
      stepsDone.set(c32(0)),
      steps.first,
      steps.records(f),
      steps.beginTiers(f),
      totals.begin(),
      observer.begin.call(stopped.get),
      when(i32.lt(stepsDone.get, limit.get), [steps.enroll.call(), step]),
      goOn.call(),
    ];
  });

  const clear = doAll(
    ...[rows, outcomes, returned].flatMap((vector) => [
      store32(c32(vector), c32(0)),
      store32(c32(vector), c32(0), 4),
      store32(c32(vector), c32(0), 8),
    ]),
  );
  const begin = m.func('begin', ['i32', 'i32', 'i32'], 'i32', (f, until, first, months) => {
    const bytes = f.i32('bytes');
    const cells = f.i32('cells');
    return [
      g.until.set(until.get),
      arena.top.set(stateEnd(e)),
      totals.base.set(c32(0)),
      totals.first.set(first.get),
      when(i32.gt(months.get, c32(0)), [
        bytes.set(i32.mul(months.get, c32(totals.cells.count * 16))),
        cells.set(i32.add(bytes.get, c32(totals.run.count * 16))),
        totals.base.set(arena.alloc.call(i32.add(cells.get, steps.ages.bytes(months.get)))),
        totals.runBase.set(i32.add(totals.base.get, bytes.get)),
        fill(totals.base.get, c32(0), i32.add(cells.get, steps.ages.bytes(months.get))),
        steps.ages.beginChunk(i32.add(totals.base.get, cells.get), months.get),
      ]),
      heap.set(arena.top.get),
      f.ret(totals.base.get),
    ];
  });
  const reserve = m.func('reserve', ['i32'], 'i32', (f, bytes) => {
    const at = f.i32('at');
    return [
      clear,
      when(i32.eqz(heap.get), [heap.set(stateEnd(e))]),
      arena.top.set(heap.get),
      at.set(arena.alloc.call(bytes.get)),
      base.set(arena.top.get),
      f.ret(at.get),
    ];
  });
  const load = m.func('load', ['i32'], 'void', (_, table) =>
    pointers.all.map((pointer, i) => pointer.set(load32(table.get, 4 * i))),
  );
  const done = m.func('taken', [], 'void', () =>
    [rows, outcomes, returned].map((vector) => store32(c32(vector), c32(0), 4)),
  );
  const before = doAll(
    rowsBefore.set(load32(c32(rows), 4)),
    outcomesBefore.set(load32(c32(outcomes), 4)),
    returnedBefore.set(load32(c32(returned), 4)),
  );
  const cutBack = doAll(
    store32(c32(rows), rowsBefore.get, 4),
    store32(c32(outcomes), outcomesBefore.get, 4),
    store32(c32(returned), returnedBefore.get, 4),
  );
  const run = m.func('run', ['i32', 'i32'], 'i32', (f, from, to) => [
    limit.set(c32(0x7fff_ffff)),
    totals.sign.set(c32(1)),
    during(
      i32.and(
        i32.lt(from.get, to.get),
        i32.and(
          i32.lt(load32(c32(rows), 4), c32(ROWS_PER_CALL)),
          i32.lt(load32(c32(outcomes), 4), c32(ROWS_PER_CALL)),
        ),
      ),
      [before, replay.call(from.get, c32(0)), from.set(i32.add(from.get, c32(1)))],
    ),
    steps.ages.settle(),
    f.ret(from.get),
  ]);
  // The same steps again, counted backwards: what the member brought to the totals before it stopped is taken out.
  const undo = m.func('undo', ['i32'], 'void', (_, member) => [
    cutBack,
    limit.set(c32(0x7fff_ffff)),
    totals.sign.set(c32(-1)),
    replay.call(member.get, c32(0)),
  ]);
  const rerun = m.func('rerun', ['i32', 'i32'], 'void', (_, member, most) => [
    cutBack,
    limit.set(most.get),
    totals.sign.set(c32(1)),
    replay.call(member.get, c32(1)),
    steps.ages.settle(),
  ]);
  const resume = m.func('resume', [], 'void', () => [observer.goOn.call(), goOn.call(), steps.ages.settle()]);
  return { begin, reserve, load, run, rerun, undo, resume, done };
}

/** Exports what the host calls, and what it reads where a call traps. */
export function exportAll(e: Engine, functions: MemberFunctions): void {
  const { m, g } = e;
  m.exportFunc('begin', functions.begin);
  m.exportFunc('reserve', functions.reserve);
  m.exportFunc('load', functions.load);
  m.exportFunc('run', functions.run);
  m.exportFunc('rerun', functions.rerun);
  m.exportFunc('undo', functions.undo);
  m.exportFunc('resume', functions.resume);
  m.exportFunc('taken', functions.done);
  m.exportGlobal('member', g.member);
  m.exportGlobal('working', g.working);
  m.exportGlobal('fault', g.fault);
  m.exportGlobal('cause', g.cause);
  m.exportGlobal('at', g.at);
  m.exportGlobal('ledger', g.ledger);
}

/** The end of the member's state, known once everything is built: a multiple of 8. */
export function stateEnd(e: Engine): I32 {
  return { type: 'i32', write: (sink) => c32(Math.ceil(e.state.end / 8) * 8).write(sink) };
}

/** The higher of two addresses: they count without a sign. */
function laterOf(a: I32, b: I32): I32 {
  return once(a, (x) => once(b, (y) => select(i32.gtU(x, y), x, y)));
}
