import {
  type Day,
  type Loyalty,
  type PlanAmount,
  type PlanGroup,
  type PlanLadder,
  type PlanRule,
  type PlanTrigger,
  parseDay,
} from '../../schema/index.ts';
import { childOf, type Entry, type MapNode, type Node, nearest, type ScalarNode } from '../document/index.ts';
import { parseSettle, parseTrigger } from '../expression/index.ts';
import { amountsOf, duringOf, lotDates, pointsAmount } from './amounts.ts';
import { boundsOf } from './bounds.ts';
import type { Declarations, EventInfo, RuleInfo } from './declarations.ts';
import { entriesOf, textAt } from './declare.ts';
import { report } from './findings.ts';
import { limitsOf } from './limits.ts';
import { didYouMean } from './literals.ts';
import { guards, narrow } from './logic.ts';
import { parseOf, scalarOf } from './places.ts';
import { commonScope } from './scopes.ts';
import { type Check, expectType, memberSite, type Site } from './site.ts';
import { afterDays, titleOf } from './tiers.ts';
import { BOOLEAN, DATE } from './type.ts';
import { refuseSincePeriod, resolvePeriod } from './windows.ts';

/** `builds:`; what builds nothing in particular is a warning. */
export function buildsOf(entry: Entry, program: Declarations): Loyalty | undefined {
  const builds = textAt(entry.value, 'builds');
  if (builds === 'economic' || builds === 'behavioral' || builds === 'psychological') return builds;
  if (builds === undefined)
    program.findings.add(report('builds-missing', entry.keySpan, { name: entry.key }));
  return undefined;
}

function ladderLevel(
  ladder: { readonly name: string; readonly span: Node['span'] },
  level: { readonly name: string; readonly span: Node['span'] },
  program: Declarations,
): { readonly ladder: number; readonly level: number } | undefined {
  const info = program.ladders.get(ladder.name);
  if (info === undefined) {
    const guess = nearest(ladder.name, [...program.ladders.keys()]);
    return program.findings.add(
      report('unknown-ladder', ladder.span, { name: ladder.name }, didYouMean(guess, ladder.span)),
    );
  }
  const index = info.levels.indexOf(level.name);
  if (index > 0) return { ladder: info.index, level: index };
  if (index === 0) return program.findings.add(report('base-not-reached', level.span, { level: level.name }));
  const guess = nearest(level.name, info.levels);
  const words = { name: level.name, ladder: info.name, levels: info.levels.join(', ') };
  return program.findings.add(report('unknown-level', level.span, words, didYouMean(guess, level.span)));
}

function eventTrigger(names: readonly ScalarNode[], program: Declarations): PlanTrigger | undefined {
  const events: string[] = [];
  for (const scalar of names) {
    const { value, diagnostics } = parseTrigger(scalar);
    program.findings.addAll(diagnostics);
    if (value.kind === 'missing') return undefined;
    if (value.kind === 'reach' || value.kind === 'lapse') {
      if (names.length > 1) return program.findings.add(report('trigger-mix', scalar.span, {}));
      const level = ladderLevel(value.ladder, value.level, program);
      return level && { kind: value.kind, ...level };
    }
    if (value.kind === 'date') {
      if (names.length > 1) return program.findings.add(report('trigger-mix', scalar.span, {}));
      const day: Day | undefined = parseDay(value.text);
      return day === undefined ? undefined : { kind: 'date', day };
    }
    if (value.kind !== 'name') return undefined;
    const { name, span } = value.name;
    if (name === 'enroll') {
      if (names.length > 1) return program.findings.add(report('trigger-mix', scalar.span, {}));
      return { kind: 'enroll' };
    }
    if (program.broken.has(name)) return undefined;
    if (!program.events.has(name)) {
      const guess = nearest(name, [...program.events.keys()]);
      program.findings.add(
        program.periods.has(name) || name === 'birthday' || name === 'anniversary'
          ? report('trigger-every', span, { name })
          : report('unknown-event', span, { name }, didYouMean(guess, span)),
      );
      return undefined;
    }
    if (!events.includes(name)) events.push(name);
  }
  return events.length === 0 ? undefined : { kind: 'event', events };
}

function everyTrigger(scalar: ScalarNode, node: Node, program: Declarations): PlanTrigger | undefined {
  const { value, diagnostics } = parseTrigger(scalar);
  program.findings.addAll(diagnostics);
  if (value.kind === 'missing') return undefined;
  if (value.kind !== 'name') return program.findings.add(report('every-period', scalar.span, {}));
  const { name } = value.name;
  const after = childOf(node, 'after');
  if ((name === 'birthday' || name === 'anniversary') && after !== undefined)
    program.findings.add(report('after-not-here', after.span, {}));
  if (name === 'birthday') {
    const birthday = program.attributes.get('birthday');
    if (birthday?.type.kind !== 'value' || birthday.type.type.kind !== 'date')
      return program.findings.add(report('birthday-undeclared', scalar.span, {}));
    return { kind: 'birthday' };
  }
  if (name === 'anniversary') return { kind: 'anniversary' };
  const period = resolvePeriod(value.name, program, ['birthday', 'anniversary']);
  if (period === undefined || refuseSincePeriod(period, scalar.span, program)) return undefined;
  return { kind: 'every', period, afterDays: afterDays(node, period, program) };
}

const RULE_KEYS: readonly string[] = [
  ...[
    'title',
    'description',
    'on',
    'every',
    'after',
    'when',
    'during',
    'limit',
    'group',
    'builds',
    'aimed_at',
  ],
  ...['give', 'take', 'forfeit', 'settle', 'hold', 'available', 'expires'],
];

/** Whether a key of the rule is misspelt, which has been reported: what it says is not missing. */
function hasStrangeKey(entry: Entry): boolean {
  return entry.value.kind === 'map' && entry.value.entries.some(({ key }) => !RULE_KEYS.includes(key));
}

function triggerOf(entry: Entry, program: Declarations): PlanTrigger | undefined {
  const on = childOf(entry.value, 'on');
  const every = childOf(entry.value, 'every');
  if (on !== undefined && every !== undefined)
    return program.findings.add(report('trigger-twice', entry.keySpan, { name: entry.key }));
  if (every !== undefined) {
    const scalar = scalarOf(every);
    return scalar && everyTrigger(scalar, entry.value, program);
  }
  if (on === undefined && hasStrangeKey(entry)) return undefined;
  if (on === undefined)
    return program.findings.add(report('trigger-missing', entry.keySpan, { name: entry.key }));
  const after = childOf(entry.value, 'after');
  if (after !== undefined) program.findings.add(report('after-not-here', after.span, {}));
  const items = (on.kind === 'list' ? on.items : [on]).filter((item) => item.kind === 'scalar');
  return eventTrigger(items, program);
}

function eventsOf(trigger: PlanTrigger | undefined, program: Declarations): readonly EventInfo[] {
  if (trigger?.kind !== 'event') return [];
  return trigger.events.map((name) => program.events.get(name)).filter((event) => event !== undefined);
}

function holdOf(entry: Entry, site: Site): PlanRule['hold'] {
  const { program } = site;
  const hold = childOf(entry.value, 'hold');
  if (hold?.kind !== 'map') return undefined;
  const until = childOf(hold, 'until');
  const named = hold.entries.filter((part) => part.key !== 'until');
  const first = named[0];
  // A part that is missing does not fit the shape of a program, which has been reported.
  if (first === undefined || first.value.kind !== 'scalar' || until === undefined) return undefined;
  const second = named[1];
  if (second !== undefined) return program.findings.add(report('hold-form', second.keySpan, {}));
  const level = ladderLevel(
    { name: first.key, span: first.keySpan },
    { name: first.value.text.normalize('NFC'), span: first.value.span },
    program,
  );
  const ast = parseOf(until, program);
  const date = ast && expectType(ast, site, DATE);
  return level && date && { ...level, until: date };
}

function settleOf(entry: Entry, site: Site): PlanRule['settle'] {
  const { program } = site;
  const node = childOf(entry.value, 'settle');
  const scalar = node && scalarOf(node);
  if (scalar === undefined) return undefined;
  const { value, diagnostics } = parseSettle(scalar);
  program.findings.addAll(diagnostics);
  if (diagnostics.length > 0) return undefined;
  if (value.period === undefined) return program.findings.add(report('settle-period', scalar.span, {}));
  const period = resolvePeriod(value.period, program);
  const due = pointsAmount(site.check(value.amount, site), site);
  if (period === undefined || due === undefined || refuseSincePeriod(period, value.period.span, program))
    return undefined;
  return { due, period };
}

/** Rules above whose group, if any, is complete above too; asked of few rules, so that it is not worked out for all. */
function awardsAbove(index: number, program: Declarations): (rule: RuleInfo) => boolean {
  const isAbove = (rule: RuleInfo): boolean => rule.index < index;
  return (rule) =>
    isAbove(rule) &&
    (rule.group === undefined ||
      [...program.rules.values()].every((other) => other.group !== rule.group || isAbove(other)));
}

/** A give that costs the member nothing and has no limit: someone will find it (language: `free-without-limit`). */
function checkFree(rule: PlanRule, entry: Entry, program: Declarations): void {
  if (rule.trigger.kind !== 'event') return;
  // What is written counts, also where it is wrong: that has been said.
  const others = ['limit', 'group', 'take', 'settle', 'when'];
  if (others.some((key) => childOf(entry.value, key) !== undefined)) return;
  if (rule.trigger.events.includes('redeem')) return;
  const zero = { n: 0n, d: 1n };
  for (const { amount } of rule.give) {
    const { low } = boundsOf(amount, program, { low: zero, high: undefined });
    if (low === undefined || low.n <= 0n) continue;
    // An event with money in it is a purchase: a fixed gift on it is not free.
    const paid = eventsOf(rule.trigger, program).every((event) =>
      [...event.fields.values()].some(
        (field) =>
          field.type?.kind === 'quantity' && Object.keys(field.type.unit).includes(program.currency.code),
      ),
    );
    if (paid) continue;
    program.findings.add(report('free-without-limit', amount.span, { name: entry.key }));
    return;
  }
}

/** Points types that a rule gives; undefined when an amount was wrong, so that nothing follows from its absence. */
function givesOf(
  entry: Entry,
  give: readonly PlanAmount[],
  settle: PlanRule['settle'],
): readonly number[] | undefined {
  const node = childOf(entry.value, 'give');
  const wanted = node === undefined ? 0 : node.kind === 'list' ? node.items.length : 1;
  if (give.length < wanted || (settle === undefined && childOf(entry.value, 'settle') !== undefined))
    return undefined;
  return [...new Set([...give, ...(settle === undefined ? [] : [settle.due])].map(({ points }) => points))];
}

function readRule(entry: Entry, program: Declarations, check: Check): PlanRule | undefined {
  const info = program.rules.get(entry.key);
  if (info === undefined) return undefined;
  const trigger = triggerOf(entry, program);
  const member = memberSite(program, check);
  const events = eventsOf(trigger, program);
  const site: Site = {
    ...member,
    event: events.length === 0 ? undefined : commonScope(events, member),
    awards: awardsAbove(info.index, program),
    startOf: trigger?.kind === 'every' && trigger.afterDays === 0 ? trigger.period : undefined,
  };
  // Without a trigger nothing else has a meaning: one finding is enough.
  if (trigger === undefined) return undefined;
  const when = childOf(entry.value, 'when');
  const whenAst = when && parseOf(when, program);
  // Amounts and limits are asked after `when`: what it has shown to be there is there.
  const after = whenAst === undefined ? site : narrow(site, guards(whenAst, true));
  const give = amountsOf(childOf(entry.value, 'give'), after);
  const settle = settleOf(entry, after);
  info.gives = givesOf(entry, give, settle);
  const rule: PlanRule = {
    name: entry.key,
    title: titleOf(entry),
    trigger,
    when: whenAst && expectType(whenAst, site, BOOLEAN),
    during: duringOf(entry.value, site),
    give,
    take: amountsOf(childOf(entry.value, 'take'), after),
    forfeit: amountsOf(childOf(entry.value, 'forfeit'), after),
    settle,
    hold: holdOf(entry, after),
    limits: limitsOf(childOf(entry.value, 'limit'), site.event, info.gives, after),
    group: undefined,
    dates: lotDates(entry.value, site),
    builds: buildsOf(entry, program),
    aimedAt: aimedAt(entry, program),
    span: entry.value.span,
    nameSpan: entry.keySpan,
  };
  const actions = ['give', 'take', 'forfeit', 'hold', 'settle'];
  if (!actions.some((action) => childOf(entry.value, action) !== undefined) && !hasStrangeKey(entry))
    program.findings.add(report('rule-does-nothing', entry.keySpan, { name: entry.key }));
  const settleEntry = childOf(entry.value, 'settle');
  if (
    settleEntry !== undefined &&
    ['give', 'take', 'forfeit'].some((action) => childOf(entry.value, action) !== undefined)
  )
    program.findings.add(report('settle-alone', entry.keySpan, { name: entry.key }));
  checkFree(rule, entry, program);
  return rule;
}

function aimedAt(entry: Entry, program: Declarations): readonly string[] {
  const node = childOf(entry.value, 'aimed_at');
  const items = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
  return items.flatMap((item) => {
    if (item.kind !== 'scalar') return [];
    const name = item.text.normalize('NFC');
    if (program.named.get(name)?.kind === 'segment') return [name];
    const segments = [...program.named.values()]
      .filter((info) => info.kind === 'segment')
      .map((info) => info.name);
    program.findings.add(
      report('unknown-segment', item.span, { name }, didYouMean(nearest(name, segments), item.span)),
    );
    return [];
  });
}

/** What `pick: highest` compares must be one amount of one type on one trigger (ruling P7). */
function checkHighest(group: Entry, members: readonly PlanRule[], program: Declarations): void {
  const points = new Set(members.flatMap((rule) => rule.give.map((amount: PlanAmount) => amount.points)));
  const triggers = new Set(members.map((rule) => JSON.stringify(rule.trigger)));
  const single = members.every(
    (rule) =>
      rule.give.length === 1 && rule.take.length + rule.forfeit.length === 0 && rule.settle === undefined,
  );
  if (!single || points.size > 1 || triggers.size > 1)
    program.findings.add(report('group-highest', group.keySpan, { name: group.key }));
}

function readGroups(
  root: MapNode,
  rules: readonly PlanRule[],
  program: Declarations,
  check: Check,
): readonly PlanGroup[] {
  const byName = new Map(rules.map((rule, index) => [rule.name, index]));
  const entries = entriesOf(root, 'groups');
  for (const entry of entriesOf(root, 'rules')) {
    const node = childOf(entry.value, 'group');
    if (node?.kind !== 'scalar' || entries.some((group) => group.key === node.text)) continue;
    const guess = nearest(
      node.text,
      entries.map((group) => group.key),
    );
    program.findings.add(
      report('unknown-group', node.span, { name: node.text }, didYouMean(guess, node.span)),
    );
  }
  return entries.map((entry): PlanGroup => {
    const names = entriesOf(root, 'rules')
      .filter((rule) => textAt(rule.value, 'group') === entry.key)
      .map((rule) => rule.key);
    const positions = names.map((name) => [...program.rules.keys()].indexOf(name));
    const apart = positions.findIndex(
      (position, index) => index > 0 && position !== (positions[index - 1] ?? 0) + 1,
    );
    const far = names[apart];
    const farInfo = far === undefined ? undefined : program.rules.get(far);
    if (apart > 0 && farInfo !== undefined)
      program.findings.add(report('group-apart', farInfo.span, { rule: farInfo.name, group: entry.key }));
    if (names.length === 0) program.findings.add(report('group-empty', entry.keySpan, { name: entry.key }));
    const members = names.flatMap((name) => byName.get(name) ?? []);
    const plans = members.map((index) => rules[index]).filter((rule) => rule !== undefined);
    const pick = textAt(entry.value, 'pick');
    if (pick === 'highest' && plans.length === names.length) checkHighest(entry, plans, program);
    const site = memberSite(program, check);
    const events = [...new Set(plans.flatMap((rule) => eventsOf(rule.trigger, program)))];
    // `per FIELD` needs an event in every trigger: a rule that a day or a tier brings has no field to count by.
    const areEvents = events.length > 0 && plans.every((rule) => rule.trigger.kind === 'event');
    const infos = names.map((name) => program.rules.get(name)?.gives);
    const gives = infos.includes(undefined) ? undefined : [...new Set(infos.flatMap((one) => one ?? []))];
    return {
      name: entry.key,
      pick: pick === 'first' || pick === 'highest' ? pick : 'all',
      limits: limitsOf(
        childOf(entry.value, 'limit'),
        areEvents ? commonScope(events, site) : undefined,
        gives,
        site,
      ),
      rules: members,
      span: entry.keySpan,
    };
  });
}

/** A level that nothing reaches: `reach: no`, and no rule holds it. */
function checkHeld(ladders: readonly PlanLadder[], rules: readonly PlanRule[], program: Declarations): void {
  ladders.forEach((ladder, index) => {
    ladder.levels.forEach((level, at) => {
      const never = level.reach?.kind === 'constant' && level.reach.value === false;
      if (never && !rules.some((rule) => rule.hold?.ladder === index && rule.hold.level >= at))
        program.findings.add(report('level-never', level.span, { level: level.name }));
    });
  });
}

/** Types rules and groups, in document order. */
export function checkRules(
  root: MapNode,
  ladders: readonly PlanLadder[],
  program: Declarations,
  check: Check,
): { readonly rules: readonly PlanRule[]; readonly groups: readonly PlanGroup[] } {
  const read = entriesOf(root, 'rules').flatMap((entry) => {
    const rule = readRule(entry, program, check);
    return rule === undefined ? [] : [{ rule, group: textAt(entry.value, 'group') }];
  });
  const groups = readGroups(
    root,
    read.map(({ rule }) => rule),
    program,
    check,
  );
  const rules = read.map(({ rule, group }): PlanRule => {
    const index = groups.findIndex((one) => one.name === group);
    return index < 0 ? rule : { ...rule, group: index };
  });
  checkHeld(ladders, rules, program);
  return { rules, groups };
}
