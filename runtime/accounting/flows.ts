/** What became of points in a month, at the type's decimals. */
export interface PointsMoves {
  readonly issued: bigint;
  /** Less what came back. */
  readonly used: bigint;
  /** Expired or forfeited. */
  readonly ended: bigint;
  /** Taken back with the sale that brought them. */
  readonly back: bigint;
}

export const NO_MOVES: PointsMoves = { issued: 0n, used: 0n, ended: 0n, back: 0n };

export function addMoves(a: PointsMoves, b: PointsMoves): PointsMoves {
  return {
    issued: a.issued + b.issued,
    used: a.used + b.used,
    ended: a.ended + b.ended,
    back: a.back + b.back,
  };
}

/** Moves of one kind of points: of those that came with sales by month of issue, then month; of the others by month. */
export interface TypeFlows {
  readonly sold: ReadonlyMap<number, ReadonlyMap<number, PointsMoves>>;
  readonly other: ReadonlyMap<number, PointsMoves>;
}

/** Per points type of the program. Months by number. Can be added. */
export type PointsFlows = readonly TypeFlows[];

/** Adds up flows. */
export class FlowTotals {
  readonly #types: { sold: Map<number, Map<number, PointsMoves>>; other: Map<number, PointsMoves> }[];

  constructor(types: number) {
    this.#types = Array.from({ length: types }, () => ({ sold: new Map(), other: new Map() }));
  }

  /** `issued`: month in which the points came with a sale; undefined where they did not. */
  move(type: number, issued: number | undefined, month: number, moves: PointsMoves): void {
    const own = this.#types[type];
    if (own === undefined) return;
    let months = own.other;
    if (issued !== undefined) {
      months = own.sold.get(issued) ?? new Map();
      own.sold.set(issued, months);
    }
    months.set(month, addMoves(months.get(month) ?? NO_MOVES, moves));
  }

  add(flows: PointsFlows): void {
    flows.forEach(({ sold, other }, type) => {
      for (const [issued, months] of sold)
        for (const [month, moves] of months) this.move(type, issued, month, moves);
      for (const [month, moves] of other) this.move(type, undefined, month, moves);
    });
  }

  get flows(): PointsFlows {
    return this.#types;
  }
}
