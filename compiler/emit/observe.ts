import type { KpiLeaf, PlanExpr } from '../../schema/index.ts';
import { FOREVER, segmentsOf } from '../../schema/index.ts';
import { minOf } from './arena.ts';
import { type Engine, type Locals, type Slot, ZERO64 } from './engine.ts';
import type { Expressions } from './expressions.ts';
import type { Lots } from './lots.ts';
import { Moves } from './moves.ts';
import { newPeriods } from './periods.ts';
import type { Place } from './reading.ts';
import type { Tiers } from './tiers.ts';
import { type LogCursor, pointsOf, readsFlows, type Totals } from './totals.ts';
import { power10, scaleOf } from './values.ts';
import {
  and,
  c32,
  c64,
  choose,
  doAll,
  during,
  type Global,
  type I32,
  type I64,
  i32,
  i64,
  load32,
  nop,
  type Stmt,
  select,
  store32,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';
import { rangeOf } from './windows.ts';

const SECONDS = 86_400;

/** A function that compares `active` with what it was before its window: those days, and what was seen on them. */
interface Kept {
  readonly index: number;
  readonly leaf: Extract<KpiLeaf, { kind: 'standard' }>;
  /** The own observation whose earlier day comes next, that day, and the vector of what was seen. */
  readonly own: Slot<'i32'>;
  readonly next: Slot<'i32'>;
  readonly seen: number;
  /** The day that was looked at last, and what was seen on it. */
  readonly lastDay: Slot<'i32'>;
  readonly last: Slot<'i32'>;
}

export interface Observer {
  /** The next day to look at, after everything of that day; past the calendar when there is none. */
  readonly next: () => I32;
  /** `(stopped)`: sets the days of a member that begins; one that is known to stop is not looked at. */
  readonly begin: Func<readonly ['i32'], 'void'>;
  /** `(day)`: looks at the member at the end of a day. */
  readonly look: Func<readonly ['i32'], 'void'>;
  /** Goes on after a function that overflowed. */
  readonly goOn: Func<readonly [], 'void'>;
  /** 0, or 1 + the number of what is being asked. */
  readonly asking: Global<'i32'>;
  readonly scales: readonly (readonly [number, number])[];
  /** KPI or segment of each thing that is asked. */
  readonly asked: readonly string[];
  /** `() → 1` where a segment holds the member. */
  readonly segments: readonly Func<readonly [], 'i32'>[];
}

/** Looks at members at month ends, and at the run's end (ruling K1). */
export function emitObserver(
  e: Engine,
  totals: Totals,
  lots: Lots,
  tiers: Tiers,
  expressions: () => Expressions,
  begin: (day: I32, at: I64, morning: boolean) => Stmt,
): Observer {
  const { m, g, plan, state, calendar, arena } = e;
  const { cells, leaves } = totals;
  const asking = m.global('asking', 'i32');
  const own = state.i32();
  const number = state.i32();
  const looking = state.i32();
  const isOwn = state.i32();
  const at = state.i32();
  // Windows of functions know no tier: a period anchored at one begins at enrolment.
  const periods = newPeriods(e, () => g.enrolled.get);
  const kept: Kept[] = leaves.flatMap(({ leaf }, index) =>
    leaf.kind === 'standard' && (leaf.name === 'retention_rate' || leaf.name === 'churn_rate')
      ? [
          {
            index,
            leaf,
            own: state.i32(),
            next: state.i32(),
            seen: state.place(16),
            lastDay: state.i32(),
            last: state.i32(),
          },
        ]
      : [],
  );
  const cursors = new Map<number, LogCursor>(
    leaves.map((_, index) => [index, { lo: state.i32(), hi: state.i32(), sums: state.place(32) }]),
  );
  const scales: (readonly [number, number])[] = [];

  const monthEnd = (day: I32): I32 => calendar.monthEnd.call(calendar.monthNumber.call(day));
  /** The own observation after a day: the end of its month, the run's end, or none. */
  const ownAfter = m.func('own.after', ['i32'], 'i32', (f, day) => [
    when(i32.ge(day.get, g.until.get), [f.ret(c32(FOREVER))]),
    f.ret(minOf(monthEnd(i32.add(day.get, c32(1))), g.until.get)),
  ]);

  const range = (leaf: Extract<KpiLeaf, { kind: 'standard' }>, locals: Locals) =>
    rangeOf(
      e,
      leaf.window,
      { locals, event: undefined, line: undefined, kept: false },
      periods,
      expressions(),
      () => c32(0),
    );

  const frameOf = (day: I32): Stmt =>
    begin(day, i64.add(i64.mul(i64.extend(day), c64(SECONDS)), c64(SECONDS - 1)), false);

  /** Moves a kept function to the next own observation whose earlier day is not before the enrolment. */
  const advances = kept.map((each) =>
    m.func(`earlier ${each.index}`, [], 'void', (f) => {
      const window = range(each.leaf, f);
      const entry = f.i32('entry');
      const going = f.i32('going');
      return [
        going.set(c32(1)),
        during(going.get, [
          each.own.set(ownAfter.call(each.own.get)),
          going.set(c32(0)),
          when(
            i32.ge(each.own.get, c32(FOREVER)),
            [each.next.set(c32(FOREVER))],
            [
              g.asOf.set(each.own.get),
              g.windowEnd.set(each.own.get),
              g.today.set(each.own.get),
              window.set,
              each.next.set(window.from === undefined ? c32(-0x8000_0000) : i32.sub(window.from.get, c32(1))),
              // A day that was looked at already tells the same again; before the enrolment nobody was active.
              when(i32.le(each.next.get, each.lastDay.get), [
                entry.set(arena.push.call(c32(each.seen), c32(4))),
                store32(entry.get, i32.and(each.last.get, i32.eq(each.next.get, each.lastDay.get))),
                going.set(c32(1)),
              ]),
            ],
          ),
        ]),
      ];
    }),
  );

  const beginMember = m.func('observe.begin', ['i32'], 'void', (_, stopped) => [
    own.set(c32(FOREVER)),
    lots.ages.skip(),
    ...kept.map((each) => each.next.set(c32(FOREVER))),
    when(i32.and(i32.ne(totals.base.get, c32(0)), i32.eqz(stopped.get)), [
      own.set(minOf(monthEnd(g.enrolled.get), g.until.get)),
      lots.ages.begin(),
      ...kept.flatMap((each, i) => [
        // As if the last observation had been on the day before the enrolment.
        each.own.set(i32.sub(g.enrolled.get, c32(1))),
        each.lastDay.set(i32.sub(g.enrolled.get, c32(1))),
        each.last.set(c32(0)),
        advances[i]?.call() ?? nop,
      ]),
    ]),
  ]);

  const next = (): I32 => kept.reduce<I32>((least, each) => minOf(least, each.next.get), own.get);

  const asks = kept.map((each) =>
    m.func(`active before ${each.index}`, [], 'void', (f) => {
      const { active } = each.leaf.parts;
      const place: Place = { locals: f, event: undefined, line: undefined, kept: false };
      const entry = f.i32('entry');
      const is = f.i32('is');
      return [
        // One that overflows is seen as not active.
        entry.set(arena.push.call(c32(each.seen), c32(4))),
        store32(entry.get, c32(0)),
        each.lastDay.set(looking.get),
        each.last.set(c32(0)),
        is.set(active === undefined ? c32(0) : expressions().condition(active, place)),
        store32(entry.get, is.get),
        each.last.set(is.get),
      ];
    }),
  );

  const adds = leaves.map(({ leaf }, index) => {
    const made = leafFunction(e, totals, lots, leaf, index, {
      expressions,
      range,
      kept: kept.find((each) => each.index === index),
      number,
      at,
      cursor: cursors.get(index),
    });
    scales.push(made.scales);
    return made.func;
  });

  const moves = new Moves(e, totals, tiers, number);
  const segments = segmentsOf(plan).map(({ name, expr }) =>
    m.func(`in ${name}`, [], 'i32', (f) => [
      e.working(name),
      f.ret(expressions().condition(expr, { locals: f, event: undefined, line: undefined, kept: false })),
    ]),
  );

  const ownCells = (): Stmt =>
    doAll(
      totals.count(c32(cells.members)),
      moves.look(),
      ...plan.points.flatMap((_, points) => {
        const debt = lots.total(points, 'debt');
        return [when(i64.ne(debt, ZERO64), [totals.add(c32(cells.debts + points), debt)])];
      }),
    );
  const [firstSegment, firstLeaf] = [kept.length, kept.length + segments.length];
  const askOnce = (what: number, act: Stmt): Stmt =>
    when(i32.le(asking.get, c32(what)), [asking.set(c32(what + 1)), act]);

  /** Asks every function from where it stands; those before it were asked, or overflowed. */
  const goOn = m.func('observe.on', [], 'void', () => [
    ...kept.map((each, i) =>
      when(i32.and(i32.le(asking.get, c32(i)), i32.eq(each.next.get, looking.get)), [
        asking.set(c32(i + 1)),
        asks[i]?.call() ?? nop,
      ]),
    ),
    when(i32.lt(asking.get, c32(kept.length)), [asking.set(c32(kept.length))]),
    ...kept.map((each, i) => when(i32.eq(each.next.get, looking.get), [advances[i]?.call() ?? nop])),
    // Looking for those days moved the frame.
    ...(kept.length === 0 ? [] : [frameOf(looking.get)]),
    when(isOwn.get, [
      ...segments.map((segment, i) =>
        askOnce(firstSegment + i, when(segment.call(), [moves.enter.call(c32(i))])),
      ),
      segments.length === 0 ? nop : when(i32.le(asking.get, c32(firstLeaf)), [moves.settle.call()]),
      ...adds.map((add, i) => askOnce(firstLeaf + i, add.call())),
    ]),
    asking.set(c32(0)),
    when(isOwn.get, [
      number.set(i32.add(number.get, c32(1))),
      own.set(ownAfter.call(looking.get)),
      lots.ages.looked(looking.get),
    ]),
  ]);

  const look = m.func('observe', ['i32'], 'void', (_, day) => [
    looking.set(day.get),
    isOwn.set(i32.eq(own.get, day.get)),
    frameOf(day.get),
    when(isOwn.get, [ownCells()]),
    asking.set(c32(0)),
    goOn.call(),
  ]);

  const asked = [
    ...kept.map(({ index }) => leaves[index]?.kpi ?? ''),
    ...segmentsOf(plan).map(({ name }) => name),
    ...leaves.map(({ kpi }) => kpi),
  ];
  return { next, begin: beginMember, look, goOn, asking, scales, asked, segments };
}

interface LeafParts {
  readonly expressions: () => Expressions;
  readonly range: (
    leaf: Extract<KpiLeaf, { kind: 'standard' }>,
    locals: Locals,
  ) => ReturnType<typeof rangeOf>;
  readonly kept: Kept | undefined;
  readonly number: Slot<'i32'>;
  readonly at: Slot<'i32'>;
  readonly cursor: LogCursor | undefined;
}

/** Adds what one member brings to one function at one observation. */
function leafFunction(
  e: Engine,
  totals: Totals,
  lots: Lots,
  leaf: KpiLeaf,
  index: number,
  parts: LeafParts,
): { readonly func: Func<readonly [], 'void'>; readonly scales: readonly [number, number] } {
  const { m, g, plan, working } = e;
  const above = c32(totals.cells.leaves + 2 * index);
  const below = c32(totals.cells.leaves + 2 * index + 1);
  const name = totals.leaves[index]?.kpi ?? '';
  let scales: readonly [number, number] = [0, 0];
  const func = m.func(`${name} ${index}`, [], 'void', (f) => {
    const place: Place = { locals: f, event: undefined, line: undefined, kept: false };
    const condition = (expr: PlanExpr): I32 => parts.expressions().condition(expr, place);
    const count = (cell: I32, is: I32): Stmt => when(is, [totals.count(cell)]);
    /** A number worked out into a local; missing ones are 0 and not there. */
    const number = (expr: PlanExpr | undefined) => {
      const value = f.i64('value');
      const there = f.i32('is');
      if (expr === undefined)
        return { set: doAll(value.set(ZERO64), there.set(c32(0))), value, there, scale: 0 };
      const code = parts.expressions().number(expr, place);
      if (code.kind !== 'i64') throw new Error('a quotient in a sum over members');
      return {
        set: doAll(value.set(code.value), there.set(code.present?.get ?? c32(1))),
        value,
        there,
        scale: scaleOf(expr.type),
      };
    };
    const among = (expr: PlanExpr | undefined): I32 => (expr === undefined ? c32(1) : condition(expr));
    switch (leaf.kind) {
      case 'members':
        return [count(above, among(leaf.of))];
      case 'share':
        return [when(among(leaf.among), [count(above, condition(leaf.of)), totals.count(below)])];
      case 'mean':
      case 'total': {
        const value = number(leaf.of);
        scales = [value.scale, 0];
        return [
          when(among(leaf.among), [
            value.set,
            when(value.there.get, [totals.add(above, value.value.get), totals.count(below)]),
          ]),
        ];
      }
      case 'standard':
        break;
    }
    const role = (key: string) => number(leaf.parts[key]);
    const atLeast = (value: ReturnType<typeof number>, least: bigint): I32 =>
      and(value.there.get, i64.ge(value.value.get, c64(least * power10(value.scale))));
    switch (leaf.name) {
      case 'repeat_rate': {
        const purchases = role('purchases');
        return [purchases.set, count(above, atLeast(purchases, 2n)), count(below, atLeast(purchases, 1n))];
      }
      case 'second_purchase_rate': {
        const purchases = role('purchases');
        const ever = role('purchases_ever');
        return [
          purchases.set,
          ever.set,
          when(and(atLeast(purchases, 1n), i64.eq(purchases.value.get, ever.value.get)), [
            count(above, atLeast(ever, 2n)),
            totals.count(below),
          ]),
        ];
      }
      case 'retention_rate':
      case 'churn_rate': {
        const { active } = leaf.parts;
        const kept = parts.kept;
        const before = f.i32('before');
        const is = active === undefined ? c32(0) : condition(active);
        const asked = leaf.name === 'retention_rate' ? is : i32.eqz(is);
        return [
          before.set(c32(0)),
          ...(kept === undefined
            ? []
            : [
                when(i32.lt(parts.number.get, load32(c32(kept.seen), 4)), [
                  before.set(load32(i32.add(load32(c32(kept.seen)), i32.shl(parts.number.get, c32(2))))),
                ]),
              ]),
          when(before.get, [count(above, asked), totals.count(below)]),
        ];
      }
      case 'active_rate': {
        const { active } = leaf.parts;
        return [count(above, active === undefined ? c32(0) : condition(active)), totals.count(below)];
      }
      case 'ltv': {
        const spend = role('spend');
        const purchases = role('purchases');
        scales = [spend.scale, 0];
        return [
          spend.set,
          purchases.set,
          totals.add(above, select(spend.there.get, spend.value.get, ZERO64)),
          count(below, atLeast(purchases, 1n)),
        ];
      }
      case 'nps': {
        const answer = role('answer');
        return [
          answer.set,
          when(answer.there.get, [
            totals.add(
              above,
              choose(atLeast(answer, 9n), c64(100), choose(atLeast(answer, 7n), ZERO64, c64(-100))),
            ),
            totals.count(below),
          ]),
        ];
      }
      case 'csat': {
        const answer = role('answer');
        return [answer.set, when(answer.there.get, [count(above, atLeast(answer, 4n)), totals.count(below)])];
      }
      case 'liability':
        scales = [totals.costScale, 0];
        return pointsOf(plan, leaf).flatMap((points) => {
          const type = plan.points[points];
          if (type?.expense === undefined) return [];
          const factor = type.expense.amount * power10(totals.costScale - type.expense.scale - type.decimals);
          return [
            totals.addProduct(above, lots.total(points, 'available'), c64(factor)),
            totals.addProduct(above, lots.total(points, 'pending'), c64(factor)),
          ];
        });
      case 'enrolled': {
        const window = parts.range(leaf, f);
        return [
          window.set,
          count(
            above,
            and(
              ...(window.from === undefined ? [] : [i32.ge(g.enrolled.get, window.from.get)]),
              ...(window.to === undefined ? [] : [i32.le(g.enrolled.get, window.to.get)]),
            ),
          ),
        ];
      }
      case 'redemption_rate':
      case 'earn_burn':
      case 'breakage':
      case 'program_cost': {
        const scale = readsFlows(leaf) ? totals.flowScale(leaf) : totals.costScale;
        scales = [scale, scale];
        if (parts.cursor === undefined) return [];
        const window = parts.range(leaf, f);
        return [
          working(name),
          window.set,
          totals.addLog(index, window.from?.get, window.to?.get, parts.at, parts.cursor),
        ];
      }
    }
  });
  return { func, scales };
}
