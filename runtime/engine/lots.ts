import type { Day, LedgerKind, LotDates, PlanExpr, Span } from '../../schema/index.ts';
import { FOREVER } from '../../schema/index.ts';
import { evaluate } from './evaluate.ts';
import { smaller } from './exact.ts';
import { expiryOf, inOrderOfUse, lastDays, placeOf } from './expiry.ts';
import type { Frame } from './frame.ts';
import {
  type Award,
  type Expiry,
  type Lot,
  type MemberState,
  nextTick,
  type PointsState,
  type Source,
  type Use,
} from './member-state.ts';
import type { Moment } from './moment.ts';
import { fits, OverflowSignal } from './overflow.ts';

/** Part of a lot that was taken. */
export interface Piece {
  readonly lot: Lot;
  readonly quantity: bigint;
}

function stateOf(member: MemberState, points: number): PointsState {
  const state = member.points[points];
  if (state === undefined) throw new Error(`no points type ${points}`);
  return state;
}

/** Available less debt. */
export function balanceOf(member: MemberState, points: number): bigint {
  const state = stateOf(member, points);
  return state.available - state.debt;
}

export function postRow(
  member: MemberState,
  moment: Moment,
  points: number,
  row: {
    readonly kind: LedgerKind;
    readonly quantity: bigint;
    readonly by: string;
    readonly lot: Lot | undefined;
    readonly expires?: Day | undefined;
  },
): void {
  const state = stateOf(member, points);
  nextTick(member);
  member.rows.push({
    member: member.history.member,
    at: moment.at,
    kind: row.kind,
    what: member.plan.points[points]?.name ?? '',
    quantity: row.quantity,
    by: row.by,
    cause: moment.cause?.id,
    lot: row.lot?.number,
    expires: row.expires,
    balance: state.available - state.debt,
    pending: state.pending,
  });
}

/** A lot that is available pays the debt first, without a row (ruling P2). */
function payDebt(state: PointsState, lot: Lot): void {
  const paid = smaller(lot.rest, state.debt);
  lot.rest -= paid;
  state.debt -= paid;
  state.available -= paid;
}

/** Keeps a lot where its turn is; where dates move, turns are settled at each use. */
function keep(state: PointsState, lot: Lot): void {
  if (lot.expiry.kind === 'moving') state.moves = true;
  state.lots.splice(state.moves ? state.lots.length : placeOf(lot, state.lots), 0, lot);
}

/** Lets go of a lot of which nothing is left. */
function dropIfEmpty(state: PointsState, lot: Lot): void {
  if (lot.rest === 0n) state.lots.splice(state.lots.indexOf(lot), 1);
}

function addLot(
  member: MemberState,
  moment: Moment,
  lot: Omit<Lot, 'number' | 'pending' | 'vanished'>,
  frame: Frame,
  span: Span,
): Lot {
  const state = stateOf(member, lot.points);
  member.lotCount += 1;
  const added: Lot = { ...lot, number: member.lotCount, pending: lot.available > moment.day, vanished: 0n };
  // One that has ended by now is never usable (ruling P1), unless a sliding date moves before the next day's start.
  if ((lastDays(frame)(added) ?? FOREVER) < moment.day) added.pending = true;
  keep(state, added);
  if (added.pending) {
    state.pending += added.rest;
  } else {
    state.available += added.rest;
    payDebt(state, added);
  }
  if (!fits(state.available) || !fits(state.pending) || !fits(state.issued)) throw new OverflowSignal(span);
  dropIfEmpty(state, added);
  return added;
}

/** Dates of what is given: the rule's own replace the type's, part by part (ruling P10). */
function datesOf(member: MemberState, points: number, own: LotDates): LotDates {
  const type = member.plan.points[points]?.dates;
  return { available: own.available ?? type?.available, expires: own.expires ?? type?.expires };
}

/** Posts an award as a lot of its own. `frame` is that of the rule: dates may read the event. */
export function postAward(
  member: MemberState,
  moment: Moment,
  frame: Frame,
  award: {
    readonly points: number;
    readonly quantity: bigint;
    readonly source: Source;
    readonly dates: LotDates;
    readonly expr: PlanExpr;
  },
): Award {
  const { points, quantity, source } = award;
  const dates = datesOf(member, points, award.dates);
  const at: Frame = { ...frame, earned: moment.day };
  const available = dates.available === undefined ? moment.day : evaluate(dates.available, at);
  stateOf(member, points).issued += quantity;
  const lot = addLot(
    member,
    moment,
    {
      points,
      source,
      cause: moment.cause,
      earned: moment.day,
      available: typeof available === 'number' ? available : moment.day,
      expiry: expiryOf(dates.expires, at),
      rest: quantity,
    },
    frame,
    award.expr.span,
  );
  const posted: Award = {
    points,
    source,
    quantity,
    day: moment.day,
    tick: nextTick(member),
    cause: moment.cause,
    lot,
    kept: quantity,
    recovered: [],
  };
  member.awards.push(posted);
  moment.cause?.effects.push({ kind: 'award', award: posted });
  const expires = lastDays(frame)(lot);
  postRow(member, moment, points, { kind: 'earn', quantity, by: source.name, lot, expires });
  return posted;
}

/** Takes up to `quantity` from available lots in order of use. */
function takeAvailable(
  member: MemberState,
  points: number,
  quantity: bigint,
  frame: Frame,
  taken: (piece: Piece) => void,
): bigint {
  if (quantity <= 0n) return 0n;
  const state = stateOf(member, points);
  const lots = state.moves
    ? inOrderOfUse(
        state.lots.filter((each) => !each.pending),
        lastDays(frame),
      )
    : state.lots;
  const touched: Lot[] = [];
  let rest = quantity;
  for (const lot of lots) {
    if (rest <= 0n) break;
    if (lot.pending) continue;
    const piece = { lot, quantity: smaller(lot.rest, rest) };
    lot.rest -= piece.quantity;
    state.available -= piece.quantity;
    rest -= piece.quantity;
    touched.push(lot);
    taken(piece);
  }
  for (const lot of touched) dropIfEmpty(state, lot);
  return quantity - rest;
}

/** Uses points that are covered: one row per lot. */
export function postUse(
  member: MemberState,
  moment: Moment,
  frame: Frame,
  use: Pick<Use, 'points' | 'quantity' | 'source' | 'unitCost'>,
): Use {
  const pieces: Piece[] = [];
  const state = stateOf(member, use.points);
  takeAvailable(member, use.points, use.quantity, frame, (piece) => {
    pieces.push(piece);
    state.used += piece.quantity;
    postRow(member, moment, use.points, {
      kind: 'use',
      quantity: -piece.quantity,
      by: use.source.name,
      lot: piece.lot,
    });
  });
  const posted: Use = {
    ...use,
    day: moment.day,
    tick: nextTick(member),
    cause: moment.cause,
    pieces,
    kept: use.quantity,
    returned: [],
  };
  member.uses.push(posted);
  moment.cause?.effects.push({ kind: 'use', use: posted });
  return posted;
}

/** Removes what is available of `quantity`, never more (ruling P13); the quantity removed. */
export function postForfeit(
  member: MemberState,
  moment: Moment,
  frame: Frame,
  points: number,
  quantity: bigint,
  source: Source,
): bigint {
  const state = stateOf(member, points);
  return takeAvailable(member, points, quantity, frame, (piece) => {
    piece.lot.vanished += piece.quantity;
    state.forfeited += piece.quantity;
    postRow(member, moment, points, {
      kind: 'forfeit',
      quantity: -piece.quantity,
      by: source.name,
      lot: piece.lot,
    });
  });
}

/** Takes back part of an award: own lot, then what vanished of it, then other available lots, then a debt (ruling R3). */
export function recover(
  member: MemberState,
  moment: Moment,
  frame: Frame,
  award: Award,
  quantity: bigint,
): void {
  const { points, lot } = award;
  const state = stateOf(member, points);
  const by = award.source.name;
  const took = (piece: Piece | undefined, amount: bigint): void => {
    state.reversed += amount;
    award.recovered.push({ tick: nextTick(member), quantity: amount });
    postRow(member, moment, points, { kind: 'reverse', quantity: -amount, by, lot: piece?.lot });
  };
  let rest = quantity;
  const own = smaller(lot.rest, rest);
  if (own > 0n) {
    lot.rest -= own;
    if (lot.pending) state.pending -= own;
    else state.available -= own;
    rest -= own;
    dropIfEmpty(state, lot);
    took({ lot, quantity: own }, own);
  }
  const vanished = smaller(lot.vanished, rest);
  lot.vanished -= vanished;
  rest -= vanished;
  rest -= takeAvailable(member, points, rest, frame, (piece) => took(piece, piece.quantity));
  if (rest > 0n && member.plan.points[points]?.shortfall === 'owe') {
    state.debt += rest;
    took(undefined, rest);
  }
}

/** Gives back part of a use, as one lot that ends with the latest of the lots used (ruling R5); what came back. */
export function giveBack(
  member: MemberState,
  moment: Moment,
  frame: Frame,
  use: Use,
  quantity: bigint,
): bigint {
  const state = stateOf(member, use.points);
  const lastDay = lastDays(frame);
  const used = use.pieces.map((piece) => piece.lot);
  const latest = [...inOrderOfUse(used, lastDay)].at(-1);
  const expires = latest && lastDay(latest);
  if (expires !== undefined && expires < moment.day) return 0n;
  const expiry: Expiry = latest?.expiry ?? { kind: 'fixed', day: undefined };
  const span = member.plan.points[use.points]?.span ?? { start: 0, end: 0 };
  use.returned.push({ tick: nextTick(member), quantity });
  state.used -= quantity;
  const lot = addLot(
    member,
    moment,
    {
      points: use.points,
      source: use.source,
      cause: latest?.cause,
      earned: moment.day,
      available: moment.day,
      expiry,
      rest: quantity,
    },
    frame,
    span,
  );
  postRow(member, moment, use.points, { kind: 'reverse', quantity, by: use.source.name, lot, expires });
  return quantity;
}

/** A day's start (2): pending lots whose day has come; one that has ended by then never becomes available (ruling P1). */
export function openLots(member: MemberState, moment: Moment, frame: Frame): void {
  const lastDay = lastDays(frame);
  for (const state of member.points) {
    // In order of use, so that of several lots the one that ends first pays a debt.
    for (const lot of inOrderOfUse(
      state.lots.filter((each) => each.pending && each.available <= moment.day),
      lastDay,
    )) {
      const last = lastDay(lot);
      if (last !== undefined && last < moment.day) continue;
      lot.pending = false;
      state.pending -= lot.rest;
      state.available += lot.rest;
      payDebt(state, lot);
      dropIfEmpty(state, lot);
    }
  }
}

/** A day's start (3): lots whose last day has passed, earliest first. */
export function expireLots(member: MemberState, moment: Moment, frame: Frame): void {
  const lastDay = lastDays(frame);
  const hasEnded = (lot: Lot): boolean => (lastDay(lot) ?? FOREVER) < moment.day;
  const ended = member.points
    .flatMap((state) => state.lots.filter(hasEnded))
    .map((lot) => ({ lot, last: lastDay(lot) ?? FOREVER }))
    .sort((a, b) => a.last - b.last || a.lot.earned - b.lot.earned || a.lot.number - b.lot.number);
  for (const { lot } of ended) {
    const state = stateOf(member, lot.points);
    const quantity = lot.rest;
    lot.rest = 0n;
    lot.vanished += quantity;
    if (lot.pending) state.pending -= quantity;
    else state.available -= quantity;
    state.expired += quantity;
    dropIfEmpty(state, lot);
    const { points, source, cause } = lot;
    member.expired.push({ points, source, cause, quantity, day: moment.day, tick: nextTick(member) });
    postRow(member, moment, points, { kind: 'expire', quantity: -quantity, by: source.name, lot });
  }
}
