import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { type MemberRun, runMember } from '../../runtime/index.ts';
import type { LedgerRow, MemberOutcome, Plan } from '../../schema/index.ts';
import { TeaHouse, type TeaOutcome } from '../bench/tea-house-baseline.ts';
import {
  EVERYDAY,
  eventsIn,
  type Guests,
  historyOf,
  type TeaMember,
  teaChunks,
  teaMember,
  UNTIL,
} from '../bench/tea-house-history.ts';
import { KINDS, LAPSE, Ledger, NOTHING, REACH, SOURCES } from '../bench/tea-house-ledger.ts';

/** Guests who try everything, often on one day: refunds of refunds, cups without stars, reviews over every limit. */
const RESTLESS: Guests = {
  ...EVERYDAY,
  least: 30,
  most: 90,
  refunds: 0.25,
  moreRefunds: 0.5,
  hopes: 0.6,
  basket: 2500,
  mix: { purchase: 55, visit: 6, tasting_visit: 2, review: 18, survey: 3, redeem: 25, profile: 6 },
};

/** The same within few weeks, so that much happens on one day and is taken back on it. */
const HASTY: Guests = { ...RESTLESS, firstDay: UNTIL - 40, lastDay: UNTIL };

function planOf(): Plan {
  const { value } = compile(readFileSync('programs/tea-house/program.yaml', 'utf8'));
  if (value === undefined) throw new Error('the tea house does not compile');
  return value;
}

const LEVELS = ['regular', 'silver', 'gold'];

/** A row of either engine as one line. */
function lineOfReference(row: LedgerRow): string {
  const { at, kind, what, quantity, by, cause, lot, expires, balance, pending } = row;
  return [at, kind, what, quantity, by, cause, lot, expires, balance, pending].join(' ');
}

function linesOf(ledger: Ledger, member: TeaMember): readonly string[] {
  return Array.from({ length: ledger.length }, (_, row) => {
    const orNone = (value: number | undefined) => (value === NOTHING ? undefined : value);
    const kind = ledger.kind[row] ?? NOTHING;
    const by = ledger.by[row] ?? NOTHING;
    const cause = orNone(ledger.cause[row]);
    const step = kind === REACH || kind === LAPSE;
    return [
      ledger.at[row],
      KINDS[kind],
      step ? `status.${LEVELS[by]}` : 'star',
      step ? undefined : ledger.quantity[row],
      step ? undefined : SOURCES[by],
      cause === undefined ? undefined : member.events[cause]?.id,
      orNone(ledger.lot[row]),
      orNone(ledger.expires[row]),
      step ? undefined : ledger.balance[row],
      step ? undefined : ledger.pending[row],
    ].join(' ');
  });
}

function scoreOf(outcome: MemberOutcome, name: string): number {
  const value = outcome.loyalty[name];
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object') throw new Error(`no score ${name}`);
  return Number(value.n) / Number(value.d);
}

/** The outcome of the reference engine in the words of the hand-written program. */
function outcomeOf({ outcome }: MemberRun): TeaOutcome {
  const [points] = outcome.points;
  const [tier] = outcome.tiers;
  if (points === undefined || tier === undefined) throw new Error('no points or no tier');
  return {
    available: Number(points.available),
    pending: Number(points.pending),
    debt: Number(points.debt),
    issued: Number(points.issued),
    used: Number(points.used),
    expired: Number(points.expired),
    reversed: Number(points.reversed),
    tier: LEVELS.indexOf(tier.level),
    since: tier.since,
    held: tier.held,
    isNew: outcome.segments.includes('new'),
    loyal: outcome.segments.includes('loyal'),
    dormant: outcome.segments.includes('dormant'),
    economic: scoreOf(outcome, 'economic'),
    behavioral: scoreOf(outcome, 'behavioral'),
    psychological: scoreOf(outcome, 'psychological'),
  };
}

/** Runs members through both; how often each kind of row was posted. */
function compareAll(guests: Guests, members: number, until: number): ReadonlyMap<string, number> {
  const plan = planOf();
  const ledger = new Ledger();
  const byHand = new TeaHouse(until, ledger);
  const silent = new TeaHouse(until, undefined);
  const seen = new Map<string, number>();
  for (let index = 0; index < members; index += 1) {
    const member = teaMember(7, index, guests);
    const reference = runMember(plan, historyOf(member), { until });
    ledger.clear();
    const outcome = byHand.run(member);
    if (reference === undefined) {
      expect(outcome, member.id).toBeUndefined();
      continue;
    }
    expect(linesOf(ledger, member), member.id).toEqual(reference.rows.map(lineOfReference));
    expect(outcome, member.id).toEqual(outcomeOf(reference));
    expect(silent.run(member), member.id).toEqual(outcome);
    for (const { kind, by, lot } of reference.rows) {
      const key = `${kind} ${by ?? ''}${kind === 'reverse' && lot === undefined ? ' owed' : ''}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  return seen;
}

const EVERY_ROW = [
  ...['purchase_star', 'tier_bonus', 'review_star', 'birthday_gift', 'win_back'].map((by) => `earn ${by}`),
  ...['purchase_star', 'tier_bonus', 'review_star', 'birthday_gift', 'win_back'].map((by) => `expire ${by}`),
  ...['purchase_star', 'tier_bonus', 'win_back'].map((by) => `reverse ${by}`),
  'use free_cup',
  'decline free_cup',
  'reach ',
  'lapse ',
];

describe('the tea house written by hand', () => {
  it('posts the rows and ends in the state of the reference engine for everyday guests', () => {
    const seen = compareAll(EVERYDAY, 2500, UNTIL + 500);
    for (const key of EVERY_ROW) expect([...seen.keys()], key).toContain(key);
  });

  it('does so for restless guests, whose refunds come after the stars were used', () => {
    const seen = compareAll(RESTLESS, 300, UNTIL + 400);
    for (const key of [...EVERY_ROW, 'reverse purchase_star owed', 'reverse tier_bonus owed'])
      expect([...seen.keys()], key).toContain(key);
  });

  it('does so where much happens on one day, and where the run ends before the history does', () => {
    compareAll(HASTY, 150, UNTIL + 800);
    compareAll(EVERYDAY, 500, UNTIL);
    compareAll(EVERYDAY, 500, UNTIL - 300);
  });
});

describe('histories of a tea house', () => {
  it('are the same for the same seed, in chunks of whole members, with as many events as were asked for', () => {
    const chunks = [...teaChunks(3, 5_000, 1_000)];
    expect(chunks.map(eventsIn).reduce((sum, each) => sum + each, 0)).toBe(5_000);
    const members = chunks.flat();
    expect(new Set(members.map(({ id }) => id)).size).toBe(members.length);
    expect(members[17]).toEqual(teaMember(3, 17));
    expect(teaMember(4, 17)).not.toEqual(members[17]);
  });
});
