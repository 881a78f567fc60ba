import type { ComparisonFigures } from '../../report/index.ts';
import { type GroupChange, type MemberChange, type NamedChange, reduced } from '../../runtime/index.ts';
import type { Fraction, Plan } from '../../schema/index.ts';
import { showDay, showQuantity } from '../show.ts';
import { exact } from '../summary/index.ts';

interface SidesOf<T> {
  readonly base: T | undefined;
  readonly candidate: T | undefined;
}

const fractions = ({ base, candidate }: SidesOf<Fraction>) => ({
  base: exact(base),
  candidate: exact(candidate),
});

const counts = ({ base, candidate }: SidesOf<bigint>) => ({
  base: base === undefined ? null : Number(base),
  candidate: candidate === undefined ? null : Number(candidate),
});

function group({ members, winners, losers, gained, lost }: GroupChange, scale: number) {
  return { members, winners, losers, gained: showQuantity(gained, scale), lost: showQuantity(lost, scale) };
}

function named(groups: readonly NamedChange[], scale: number) {
  return Object.fromEntries(groups.map((each) => [each.name, group(each, scale)]));
}

function tiers(plan: Plan, own: readonly number[]) {
  return Object.fromEntries(
    plan.ladders.map(({ name, levels }, ladder) => [name, levels[own[ladder] ?? 0]?.name ?? null]),
  );
}

/** A comparison for programs. Quantities are exact decimals as text, KPIs and money exact fractions. */
export function jsonComparison(figures: ComparisonFigures): unknown {
  const { base, candidate, members, yardstick } = figures;
  const scale = yardstick.kind === 'none' ? 0 : yardstick.scale;
  const quantity = (value: bigint | undefined, own = scale) =>
    value === undefined ? null : showQuantity(value, own);
  const member = (each: MemberChange) => ({
    member: each.member,
    base: quantity(each.base),
    candidate: quantity(each.candidate),
    change: quantity(each.candidate - each.base),
    tiers: { base: tiers(base.plan, each.baseTiers), candidate: tiers(candidate.plan, each.candidateTiers) },
  });
  const version = ({ label, plan }: ComparisonFigures['base']) => ({
    file: label,
    program: plan.program,
    version: plan.version,
  });
  return {
    base: version(base),
    candidate: version(candidate),
    first: figures.first === undefined ? null : showDay(figures.first),
    until: showDay(figures.until),
    events: figures.events,
    rejected: figures.rejected,
    edits: (figures.edits ?? []).map(({ path, before, after }) => ({
      path: path.join('.'),
      base: before ?? null,
      candidate: after ?? null,
    })),
    guardrails: figures.guardrails.map(({ guardrail, of, kept, value, bound, verdict }) => ({
      name: guardrail.name,
      asks: guardrail.text,
      of,
      kept,
      value: exact(value),
      bound: exact(bound),
      verdict,
    })),
    kpis: Object.fromEntries(
      figures.kpis.map((each) => [
        each.name,
        {
          base: exact(each.base?.value && reduced(each.base.value)),
          candidate: exact(each.candidate?.value && reduced(each.candidate.value)),
          change: exact(each.change),
          same_measure: each.sameMeasure,
          target: { base: each.base?.target ?? null, candidate: each.candidate?.target ?? null },
        },
      ]),
    ),
    members: {
      by:
        yardstick.kind === 'points'
          ? yardstick.name
          : yardstick.kind === 'money'
            ? base.plan.currency.code
            : yardstick.kind === 'levels'
              ? 'levels'
              : null,
      compared: members.members,
      only_base: members.onlyBase,
      only_candidate: members.onlyCandidate,
      stopped: members.stopped,
      all: group(members.all, scale),
      tiers: Object.fromEntries(members.byTier.map(({ ladder, levels }) => [ladder, named(levels, scale)])),
      segments: named(members.bySegment, scale),
      points: Object.fromEntries(members.points.map((each) => [each.name, group(each, each.scale)])),
      spread: members.spread,
      worst: members.worst.map(member),
      best: members.best.map(member),
    },
    moves: Object.fromEntries(
      members.moves.map((moves) => [
        moves.ladder,
        Object.fromEntries(
          moves.base.map((from, row) => [
            from,
            Object.fromEntries(moves.candidate.map((to, column) => [to, moves.members[row]?.[column] ?? 0])),
          ]),
        ),
      ]),
    ),
    cost: fractions(figures.cost),
    liability: fractions(figures.liability),
    sources: figures.sources.map((source) => ({
      kind: source.kind,
      name: source.name,
      builds: source.builds ?? null,
      times: counts(source.times),
      given: { base: quantity(source.given.base), candidate: quantity(source.given.candidate) },
      change: quantity(source.givenChange),
      share: exact(source.share),
      cost: fractions(source.cost),
      cost_change: exact(source.costChange),
    })),
    points: Object.fromEntries(
      figures.points.map(({ name, scale: own, flows }) => [
        name,
        Object.fromEntries(
          Object.entries(flows).map(([flow, sides]) => [
            flow,
            { base: quantity(sides.base, own), candidate: quantity(sides.candidate, own) },
          ]),
        ),
      ]),
    ),
    mix: Object.fromEntries(
      figures.mix.map(({ loyalty, spend, share, target }) => [
        loyalty,
        { spend: fractions(spend), share: fractions(share), target: fractions(target) },
      ]),
    ),
  };
}
