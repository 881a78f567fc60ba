import { LEDGER_KINDS, type LedgerKind, POINTS_TOTALS as POINTS, ROW } from '../../schema/index.ts';
import { type Engine, ZERO64 } from './engine.ts';
import type { Totals } from './totals.ts';
import { c32, type I32, i32, i64, load64, store32, store64, when } from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

export function kindOf(kind: LedgerKind): I32 {
  return c32(LEDGER_KINDS.indexOf(kind));
}

/** `(kind, what, by, lot, expires, quantity)`; what = points, or ladder · 65,536 + level. */
export type Row = Func<readonly ['i32', 'i32', 'i32', 'i32', 'i32', 'i64'], 'void'>;

/** Adds a row to the ledger at `rows`; `balances` is where the totals of points stand. */
export function newRow(e: Engine, rows: number, balances: number, totals: Totals): Row {
  const { m, g, arena } = e;
  return m.func(
    'row',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i64'],
    'void',
    (f, kind, what, by, lot, expires, quantity) => {
      const row = f.i32('row');
      const points = f.i32('totals');
      return [
        g.tick.set(i32.add(g.tick.get, c32(1))),
        when(g.ledger.get, [
          row.set(arena.push.call(c32(rows), c32(ROW.bytes))),
          store32(row.get, g.member.get, ROW.member),
          store32(row.get, kind.get, ROW.kind),
          store64(row.get, g.at.get, ROW.at),
          store32(row.get, what.get, ROW.what),
          store32(row.get, by.get, ROW.by),
          store32(row.get, g.cause.get, ROW.cause),
          store32(row.get, lot.get, ROW.lot),
          store32(row.get, expires.get, ROW.expires),
          store64(row.get, quantity.get, ROW.quantity),
          when(
            i32.lt(kind.get, kindOf('reach')),
            [
              points.set(i32.add(c32(balances), i32.mul(what.get, c32(POINTS.bytes)))),
              store64(
                row.get,
                i64.sub(load64(points.get, POINTS.available), load64(points.get, POINTS.debt)),
                ROW.balance,
              ),
              store64(row.get, load64(points.get, POINTS.pending), ROW.pending),
            ],
            [store64(row.get, ZERO64, ROW.balance), store64(row.get, ZERO64, ROW.pending)],
          ),
        ]),
        totals.row(kind.get, what.get, by.get, quantity.get),
      ];
    },
  );
}
