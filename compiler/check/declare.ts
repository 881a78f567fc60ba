import { dayOf, type PlanPeriod, type Span } from '../../schema/index.ts';
import { childOf, type Entry, type MapNode, type Node } from '../document/index.ts';
import { parseLength, parseReverses, parseTrigger, reservedWords } from '../expression/index.ts';
import { currencyDecimals } from './currency.ts';
import type { Declarations, EventInfo, FieldInfo } from './declarations.ts';
import { infoOf, isDerived, readField } from './fields.ts';
import { type Findings, report } from './findings.ts';
import { durationUnit } from './literals.ts';
import { parseOf } from './places.ts';
import { DATE, INTEGER } from './type.ts';

const BUILT_IN_EVENTS = ['enroll', 'profile', 'redeem', 'reach', 'lapse'];
/** Names with a meaning of their own in expressions. */
const OWN_WORDS = ['member', 'this', 'earned', 'reached', 'forever'];

export function entriesOf(root: Node, key: string): readonly Entry[] {
  const node = childOf(root, key);
  return node?.kind === 'map' ? node.entries : [];
}

export function textAt(node: Node | undefined, key: string): string | undefined {
  const value = childOf(node, key);
  return value?.kind === 'scalar' && value.text !== '' ? value.text : undefined;
}

function readCurrency(root: MapNode, findings: Findings): Declarations['currency'] {
  const node = childOf(root, 'currency');
  const code = node?.kind === 'scalar' ? node.text : '';
  const decimals = currencyDecimals(code);
  if (node !== undefined && decimals === undefined)
    findings.add(report('unknown-currency', node.span, { code }));
  return { code, decimals: decimals ?? 2 };
}

/** Asks the host's calendar, once for every name that it knows: to ask takes longer than most checks. */
function zoneFinder(): (name: string) => boolean {
  const known = new Set<string>();
  return (name) => {
    if (known.has(name)) return true;
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
    } catch {
      return false;
    }
    known.add(name);
    return true;
  };
}

const isZone = zoneFinder();

/** A zone is known when the host's calendar knows it; the name goes into the Plan as written. */
function checkTimezone(root: MapNode, findings: Findings): void {
  const node = childOf(root, 'timezone');
  if (node?.kind === 'scalar' && !isZone(node.text))
    findings.add(report('unknown-timezone', node.span, { name: node.text }));
}

/** Names may not be words of the language, nor hide one another (language §4). */
function checkName(entry: Entry, findings: Findings): boolean {
  if (reservedWords.some((word) => word === entry.key) || OWN_WORDS.includes(entry.key)) {
    findings.add(report('name-reserved', entry.keySpan, { name: entry.key }));
    return false;
  }
  if (!/^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u.test(entry.key)) {
    findings.add(report('name-not-writable', entry.keySpan, { name: entry.key }));
    return false;
  }
  return true;
}

function builtInPeriods(): Declarations['periods'] {
  const month = (name: string, count: number): PlanPeriod => ({
    name,
    length: { unit: 'months', count },
    anchor: { kind: 'day', day: dayOf(1970, 1, 1) },
  });
  const days = (name: string, count: number, day: number): PlanPeriod => ({
    name,
    length: { unit: 'days', count },
    anchor: { kind: 'day', day },
  });
  // 1970-01-05 was a Monday.
  const all = [
    days('day', 1, 0),
    days('week', 7, 4),
    month('month', 1),
    month('quarter', 3),
    month('year', 12),
  ];
  return new Map(all.map((plan, index) => [plan.name, { index, plan, span: undefined }]));
}

function readAnchor(
  node: Node | undefined,
  entry: Entry,
  months: number | undefined,
  program: Declarations,
): PlanPeriod['anchor'] | undefined {
  const { findings } = program;
  if (node === undefined) return { kind: 'day', day: months === undefined ? 4 : dayOf(1970, 1, 1) };
  const ast = parseOf(node, program);
  if (ast === undefined) return undefined;
  switch (ast.kind) {
    case 'date': {
      const [year = 0, month = 0, day = 0] = ast.text.split('-').map(Number);
      return { kind: 'day', day: dayOf(year, month, day) };
    }
    case 'month-day': {
      const [month = 1, day = 1] = ast.text.split('-').map(Number);
      if (months === undefined || (12 % months !== 0 && months % 12 !== 0) || months > 12)
        return findings.add(report('period-anchor-turns', node.span, { name: entry.key }));
      // 1972 is a leap year, so that 02-29 stands; every length that divides 12 comes back to it.
      return { kind: 'day', day: dayOf(1972, month, day) };
    }
    case 'member-access':
      if (ast.object.name === 'member' && ast.property.name === 'enrolled') return { kind: 'enrolled' };
      break;
    case 'call': {
      const [argument] = ast.arguments;
      if (ast.name.name === 'since' && argument?.kind === 'name') {
        const ladder = program.ladders.get(argument.name);
        if (ladder !== undefined) return { kind: 'since', ladder: ladder.index };
        return findings.add(report('unknown-ladder', argument.span, { name: argument.name }));
      }
    }
  }
  return findings.add(report('period-anchor', node.span, {}));
}

function readPeriod(entry: Entry, program: Declarations): void {
  const { findings } = program;
  const every = childOf(entry.value, 'every');
  program.broken.add(entry.key);
  if (!checkName(entry, findings) || every?.kind !== 'scalar') return;
  if (program.periods.has(entry.key)) {
    findings.add(
      report('name-taken', entry.keySpan, { name: entry.key, what: { en: 'a period', ja: '期間' } }),
    );
    return;
  }
  const { value: length, diagnostics } = parseLength(every);
  findings.addAll(diagnostics);
  if (length === undefined) return;
  const unit = durationUnit(length.unit.name);
  if (unit === undefined || unit.name === 'hour' || length.count < 1 || length.count > 12_000) {
    findings.add(report('period-length', every.span, {}));
    return;
  }
  const months = unit.family === 'calendar' ? length.count * unit.size : undefined;
  const anchor = readAnchor(childOf(entry.value, 'from'), entry, months, program);
  if (anchor === undefined) return;
  const plan: PlanPeriod = {
    name: entry.key,
    length:
      months === undefined
        ? { unit: 'days', count: (length.count * unit.size) / 24 }
        : { unit: 'months', count: months },
    anchor,
  };
  program.broken.delete(entry.key);
  program.periods.set(entry.key, { index: program.periods.size, plan, span: entry.keySpan });
}

function readEvent(entry: Entry, program: Declarations): void {
  const { findings } = program;
  if (!checkName(entry, findings)) {
    program.broken.add(entry.key);
    return;
  }
  if (BUILT_IN_EVENTS.includes(entry.key)) {
    findings.add(report('name-reserved', entry.keySpan, { name: entry.key }));
    return;
  }
  const event: EventInfo = {
    name: entry.key,
    span: entry.keySpan,
    stored: [],
    fields: new Map(),
    derived: new Map(),
    reverses: undefined,
    reversesAt: undefined,
    builtIn: false,
  };
  const stored = [];
  for (const field of entry.value.kind === 'map' ? entry.value.entries : []) {
    if (field.key === 'reverses' || field.key === 'title' || field.key === 'description') continue;
    if (!checkName(field, findings)) continue;
    if (isDerived(field.value)) {
      const node = childOf(field.value, 'is');
      if (node !== undefined)
        event.derived.set(field.key, {
          name: field.key,
          node,
          span: field.keySpan,
          state: 'new',
          expr: undefined,
        });
      continue;
    }
    const read = readField(field, program);
    if (read === undefined) {
      program.broken.add(field.key);
      continue;
    }
    stored.push(read);
    event.fields.set(field.key, infoOf(read));
  }
  program.events.set(entry.key, { ...event, stored });
}

/** `reverses:` needs all events, so it is read after them. */
function readReverses(entry: Entry, program: Declarations): void {
  const event = program.events.get(entry.key);
  const node = childOf(entry.value, 'reverses');
  if (event === undefined || event.builtIn || node?.kind !== 'scalar') return;
  const { value, diagnostics } = parseReverses(node);
  program.findings.addAll(diagnostics);
  if (value === undefined) return;
  event.reverses = { event: value.event.name, by: value.by?.name };
  event.reversesAt = { event: value.event.span, by: value.by?.span ?? value.event.span };
}

function builtIn(name: string, fields: readonly FieldInfo[], span: Span): EventInfo {
  return {
    name,
    span,
    stored: [],
    fields: new Map(fields.map((field) => [field.name, field])),
    derived: new Map(),
    reverses: undefined,
    reversesAt: undefined,
    builtIn: true,
  };
}

function addBuiltInEvents(root: MapNode, program: Declarations): void {
  const span = root.span;
  const rewards = [...program.rewards.keys()];
  const field = (name: string, type: FieldInfo['type'], optional: boolean): FieldInfo => ({
    name,
    type,
    optional,
    lines: undefined,
    span,
  });
  const attributes = [...program.attributes.values()]
    .filter((attribute) => attribute.name !== 'enrolled')
    .map((attribute) => ({ ...infoOf(attribute), optional: true }));
  const redeem = [
    field('reward', { kind: 'word', words: rewards }, false),
    field('quantity', INTEGER, false),
  ];
  program.events.set('enroll', builtIn('enroll', [], span));
  program.events.set('profile', builtIn('profile', attributes, span));
  program.events.set('redeem', builtIn('redeem', redeem, span));
}

function readPoints(root: MapNode, program: Declarations): void {
  for (const entry of entriesOf(root, 'points')) {
    if (!checkName(entry, program.findings)) continue;
    if (durationUnit(entry.key) !== undefined || entry.key === program.currency.code) {
      program.findings.add(report('name-reserved', entry.keySpan, { name: entry.key }));
      continue;
    }
    const decimals = Number(textAt(entry.value, 'decimals') ?? '0');
    const whole = Number.isInteger(decimals) && decimals >= 0 && decimals <= 9;
    program.points.set(entry.key, {
      index: program.points.size,
      decimals: whole ? decimals : 0,
      redeemable: !['no', 'false'].includes(textAt(entry.value, 'redeemable') ?? 'yes'),
      span: entry.keySpan,
    });
  }
}

function readLadders(root: MapNode, program: Declarations): void {
  for (const entry of entriesOf(root, 'tiers')) {
    if (!checkName(entry, program.findings)) continue;
    const base = textAt(entry.value, 'base');
    const levels = base === undefined ? [] : [base];
    for (const level of entriesOf(entry.value, 'levels')) {
      if (levels.includes(level.key))
        program.findings.add(
          report('name-taken', level.keySpan, { name: level.key, what: { en: 'a level', ja: '会員ランク' } }),
        );
      else levels.push(level.key);
    }
    program.ladders.set(entry.key, {
      index: program.ladders.size,
      name: entry.key,
      levels,
      span: entry.keySpan,
    });
  }
}

/** Events that fire a rule, by name; scheduled rules and those of tiers have none. */
function triggersOf(entry: Entry): readonly string[] {
  const on = childOf(entry.value, 'on');
  const items = on?.kind === 'list' ? on.items : on === undefined ? [] : [on];
  return items.flatMap((item) => {
    if (item.kind !== 'scalar') return [];
    const { value } = parseTrigger(item);
    return value?.kind === 'name' && value.name.name !== 'enroll' ? [value.name.name] : [];
  });
}

function readRules(root: MapNode, program: Declarations): void {
  for (const entry of entriesOf(root, 'rules')) {
    if (!checkName(entry, program.findings)) continue;
    program.rules.set(entry.key, {
      index: program.rules.size,
      name: entry.key,
      span: entry.keySpan,
      group: textAt(entry.value, 'group'),
      events: triggersOf(entry),
      gives: undefined,
    });
  }
  for (const entry of entriesOf(root, 'rewards')) {
    if (!checkName(entry, program.findings)) continue;
    const rule = program.rules.get(entry.key);
    if (rule !== undefined)
      program.findings.add(
        report('name-taken', entry.keySpan, { name: entry.key, what: { en: 'a rule', ja: 'ルール' } }),
      );
    program.rewards.set(entry.key, { span: entry.keySpan });
  }
}

/** Every name that an expression about an event sees: its fields, derived ones, and those of its lines. */
function namesOf(event: EventInfo): readonly { readonly name: string; readonly span: Span }[] {
  const fields = [...event.fields.values()];
  return [
    ...fields,
    ...event.derived.values(),
    ...fields.flatMap((field) => [...(field.lines?.values() ?? [])]),
  ];
}

/** Parameters, measures, segments and fields share one space of names: none may hide another. */
function checkShadows(root: MapNode, program: Declarations): void {
  const taken = new Map<string, Span>();
  for (const section of ['parameters', 'measures', 'segments'])
    for (const entry of entriesOf(root, section)) {
      const other = taken.get(entry.key);
      if (other === undefined) taken.set(entry.key, entry.keySpan);
      else
        program.findings.add(
          report(
            'name-shadowed',
            entry.keySpan,
            { name: entry.key },
            {
              related: [{ span: other, message: { en: 'first declared here', ja: '最初の定義はここです' } }],
            },
          ),
        );
    }
  for (const event of program.events.values())
    for (const { name, span } of namesOf(event)) {
      const other = taken.get(name);
      if (other !== undefined)
        program.findings.add(
          report(
            'name-shadowed',
            other,
            { name },
            { related: [{ span, message: { en: 'a field of this name', ja: '同じ名前のフィールド' } }] },
          ),
        );
    }
}

/** Collects every name that a program declares; values are typed later, on first use. */
export function declare(root: MapNode, findings: Findings): Declarations {
  const program: Declarations = {
    currency: readCurrency(root, findings),
    findings,
    periods: builtInPeriods(),
    parameters: new Map(),
    attributes: new Map(),
    events: new Map(),
    points: new Map(),
    ladders: new Map(),
    named: new Map(),
    rules: new Map(),
    rewards: new Map(),
    broken: new Set(),
    measures: [],
  };
  checkTimezone(root, findings);
  readPoints(root, program);
  readLadders(root, program);
  for (const entry of entriesOf(root, 'periods')) readPeriod(entry, program);
  const enrolled = { kind: 'value', type: DATE, min: undefined, max: undefined } as const;
  program.attributes.set('enrolled', { name: 'enrolled', type: enrolled, optional: false, span: root.span });
  for (const entry of entriesOf(root, 'members')) {
    if (!checkName(entry, findings)) continue;
    const field = entry.key === 'enrolled' ? undefined : readField(entry, program);
    if (field?.type.kind === 'lines')
      findings.add(report('list-as-value', entry.keySpan, { name: entry.key }));
    else if (field !== undefined) program.attributes.set(entry.key, field);
  }
  for (const entry of entriesOf(root, 'events')) readEvent(entry, program);
  readRules(root, program);
  addBuiltInEvents(root, program);
  for (const entry of entriesOf(root, 'events')) readReverses(entry, program);
  for (const [section, kind] of [
    ['measures', 'measure'],
    ['segments', 'segment'],
  ] as const)
    for (const entry of entriesOf(root, section)) {
      if (!checkName(entry, findings) || program.named.has(entry.key)) continue;
      const is = entry.value.kind === 'map' ? childOf(entry.value, 'is') : undefined;
      program.named.set(entry.key, {
        index: program.named.size,
        kind,
        name: entry.key,
        node: is ?? entry.value,
        span: entry.keySpan,
        state: 'new',
        expr: undefined,
      });
    }
  for (const entry of entriesOf(root, 'parameters')) checkName(entry, findings);
  checkShadows(root, program);
  return program;
}
