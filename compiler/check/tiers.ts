import type { Localized, PlanExpr, PlanLadder, PlanLevel, PlanPeriod } from '../../schema/index.ts';
import { childOf, type Entry, type MapNode, type Node, textOf } from '../document/index.ts';
import { parseLength, parseReview } from '../expression/index.ts';
import { boundsOf } from './bounds.ts';
import type { Declarations, LadderInfo } from './declarations.ts';
import { entriesOf, textAt } from './declare.ts';
import { report } from './findings.ts';
import { durationUnit } from './literals.ts';
import { parseOf, scalarOf } from './places.ts';
import { readsBelow } from './reads.ts';
import { type Check, expectType, memberSite, type Site } from './site.ts';
import { BOOLEAN, DATE, sameUnit, unitOf } from './type.ts';
import { refuseSincePeriod, resolvePeriod } from './windows.ts';

export function titleOf(entry: Entry): Localized {
  return textOf(childOf(entry.value, 'title')) ?? { en: entry.key, ja: entry.key };
}

/** Length of the shortest such period, in days. */
function shortestDays({ length }: PlanPeriod): number {
  if (length.unit === 'days') return length.count;
  const years = Math.floor(length.count / 12);
  const shortest = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
  return years * 365 + (shortest[length.count % 12] ?? 0);
}

/** `after: 2 days`: whole days, shorter than the shortest such period (ruling O9). */
export function afterDays(node: Node | undefined, period: number, program: Declarations): number {
  const after = childOf(node, 'after');
  if (after === undefined) return 0;
  const scalar = scalarOf(after);
  if (scalar === undefined) return 0;
  const { value, diagnostics } = parseLength(scalar);
  program.findings.addAll(diagnostics);
  const unit = value && durationUnit(value.unit.name);
  if (value === undefined) return 0;
  if (unit === undefined || unit.family !== 'clock' || unit.name === 'hour') {
    program.findings.add(report('after-unit', scalar.span, {}));
    return 0;
  }
  const days = (value.count * unit.size) / 24;
  const plan = [...program.periods.values()][period]?.plan;
  if (plan !== undefined && days >= shortestDays(plan)) {
    program.findings.add(report('after-too-long', scalar.span, { name: plan.name }));
    return 0;
  }
  return days;
}

/** `after:` delays what happens at the start of a period; a review after each event has none. */
function refuseAfter(node: Node, program: Declarations): void {
  const after = childOf(node, 'after');
  if (after !== undefined) program.findings.add(report('after-not-here', after.span, {}));
}

function readReview(node: Node, program: Declarations): PlanLadder['review'] {
  const review = childOf(node, 'review');
  if (review === undefined) {
    refuseAfter(node, program);
    return { kind: 'event' };
  }
  const scalar = scalarOf(review);
  if (scalar === undefined) return { kind: 'event' };
  const { value, diagnostics } = parseReview(scalar);
  program.findings.addAll(diagnostics);
  if (value.kind === 'event') refuseAfter(node, program);
  if (value.kind === 'event' || value.kind === 'missing') return { kind: 'event' };
  const period = resolvePeriod(value.period, program);
  if (value.count !== 1) {
    program.findings.add(report('review-count', scalar.span, { name: value.period.name }));
    return { kind: 'event' };
  }
  if (period === undefined || refuseSincePeriod(period, value.period.span, program)) return { kind: 'event' };
  return { kind: 'every', period, afterDays: afterDays(node, period, program) };
}

function readLevel(entry: Entry, ladder: LadderInfo, site: Site, startOf: number | undefined): PlanLevel {
  const { program } = site;
  const above = new Set(
    [...program.ladders.values()].filter((other) => other.index < ladder.index).map((other) => other.name),
  );
  const place: Site = { ...site, ladders: above, startOf };
  const reachNode = childOf(entry.value, 'reach');
  const reachAst = reachNode && parseOf(reachNode, program);
  const reach = reachAst && expectType(reachAst, place, BOOLEAN);
  const untilNode = childOf(entry.value, 'until');
  const untilAst = untilNode && parseOf(untilNode, program);
  const until = untilAst && expectType(untilAst, { ...place, special: new Set(['reached']) }, DATE);
  for (const expr of [reach, until]) {
    const below = expr && readsBelow(expr, ladder.index, program);
    const name = below && [...program.ladders.keys()][below.ladder];
    if (below !== undefined && name !== undefined)
      program.findings.add(report('ladder-order', below.part.span, { ladder: name }));
  }
  return { name: entry.key, title: titleOf(entry), reach, until, span: entry.keySpan };
}

/** `x >= 30_000 JPY`: what is compared with which threshold; the strictest conjunct of an `and` counts. */
function threshold(expr: PlanExpr | undefined): readonly { readonly of: PlanExpr; readonly at: PlanExpr }[] {
  if (expr === undefined) return [];
  if (expr.kind === 'and') return expr.items.flatMap(threshold);
  if (
    expr.kind === 'compare' &&
    (expr.operator === '>=' || expr.operator === '>') &&
    expr.right.kind === 'constant'
  )
    return [{ of: expr.left, at: expr.right }];
  return [];
}

/** The same value read twice; spans apart. */
function sameExpr(a: PlanExpr, b: PlanExpr, program: Declarations): boolean {
  const clean = (expr: PlanExpr): string =>
    JSON.stringify(expr, (key, value: unknown) => {
      if (key === 'span') return undefined;
      if (key === 'measure' && typeof value === 'number') {
        const { span: _span, ...measure } = program.measures[value] ?? {};
        return measure;
      }
      return typeof value === 'bigint' ? `${value}n` : value;
    });
  return clean(a) === clean(b);
}

/**
 * A level whose threshold is not above that of a higher one: whoever reaches it already holds the higher level
 * (sound for `x >= constant`; says nothing about other forms).
 */
function checkOrder(levels: readonly PlanLevel[], program: Declarations): void {
  levels.forEach((level, index) => {
    const single = threshold(level.reach);
    const mine = single[0];
    if (mine === undefined || single.length !== 1 || level.reach?.kind !== 'compare') return;
    for (const higher of levels.slice(index + 1)) {
      const [other, ...more] = threshold(higher.reach);
      if (other === undefined || more.length > 0 || higher.reach?.kind !== 'compare') continue;
      if (
        !sameExpr(mine.of, other.of, program) ||
        !sameUnit(unitOf(mine.at.type) ?? {}, unitOf(other.at.type) ?? {})
      )
        continue;
      const [low, high] = [boundsOf(mine.at, program).low, boundsOf(other.at, program).low];
      if (low === undefined || high === undefined || low.n * high.d < high.n * low.d) continue;
      program.findings.add(
        report(
          'level-unreachable',
          level.span,
          { level: level.name, higher: higher.name },
          {
            related: [
              {
                span: other.at.span,
                message: {
                  en: `\`${higher.name}\` asks for no more`,
                  ja: `\`${higher.name}\` の条件のほうが緩いか同じです`,
                },
              },
            ],
          },
        ),
      );
      return;
    }
  });
}

function checkDrop(entry: Entry, levels: readonly PlanLevel[], program: Declarations): PlanLadder['drop'] {
  const drop = textAt(entry.value, 'drop');
  if (drop !== 'one level') return 'to reached';
  for (const level of levels.slice(1))
    if (level.until === undefined)
      program.findings.add(report('drop-needs-until', level.span, { level: level.name }));
  return 'one level';
}

/** Types the ladders, in document order: each may read those above it. */
export function checkTiers(root: MapNode, program: Declarations, check: Check): readonly PlanLadder[] {
  return entriesOf(root, 'tiers').flatMap((entry): readonly PlanLadder[] => {
    const ladder = program.ladders.get(entry.key);
    if (ladder === undefined) return [];
    const site = memberSite(program, check);
    const review = readReview(entry.value, program);
    const baseNode = childOf(entry.value, 'base');
    const base: PlanLevel = {
      name: ladder.levels[0] ?? entry.key,
      title: { en: ladder.levels[0] ?? '', ja: ladder.levels[0] ?? '' },
      reach: undefined,
      until: undefined,
      span: baseNode?.span ?? entry.keySpan,
    };
    const startOf = review.kind === 'every' && review.afterDays === 0 ? review.period : undefined;
    const seen = new Set([base.name]);
    const levels = entriesOf(entry.value, 'levels').flatMap((level) => {
      if (seen.has(level.key)) return [];
      seen.add(level.key);
      return [readLevel(level, ladder, site, startOf)];
    });
    checkOrder(levels, program);
    const drop = checkDrop(entry, [base, ...levels], program);
    return [
      {
        name: entry.key,
        title: titleOf(entry),
        review,
        drop,
        levels: [base, ...levels],
        span: entry.keySpan,
      },
    ];
  });
}
