import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { type Consideration, type MemberRun, readHistory, runMember } from '../../runtime/index.ts';
import type { Diagnostic, MemberHistory, Plan, PlanExpr, Value } from '../../schema/index.ts';
import { dayOfTime, FOREVER, formatDay, formatTime, parseDay } from '../../schema/index.ts';
import { ENROLMENT, EVENTS, LEDGER, PROGRAM } from './expressions-frame.ts';
import { difference, rowText } from './ledger-text.ts';

/*
 * `expressions.csv`: what an expression means, row by row, worked out from the language and not from a run.
 *
 * Columns (`;` between them, `"` around a cell that holds one): id; topic; expression; inputs; type; result; note.
 *
 * `inputs`: `name=value` pairs over the frame of `expressions-frame.ts`, parted by spaces; `_` in a text is a space.
 * - `on`: where the expression stands. An event (`purchase`, the default, `visit`, `survey`): the `when:` of a rule on it,
 *   the event at hand being the member's last. `morning`: a rule at the start of the day. `day`: a measure, asked at the
 *   day's end. `derived`: a derived field of the purchase at hand. `expires`, `available`: the last and first day of the
 *   lots of a points type. `until`: how long a level is held. `parameter`: the value of a parameter. `segment`: a segment.
 *   `give`: what a rule gives; the result is what is posted.
 * - `today`: the moment (default 2026-05-01T10:00). `history=none`: nothing before it but the enrolment.
 * - `currency=USD`: the frame in dollars, and without its history.
 * - `birthday`, `plan`, `age`, `home`, `enrolled`: attributes at enrolment; `birthday=-` leaves one out.
 * - all others: fields of the event at hand; `items=tea/500/2+food/300/1`.
 *
 * `type`: `number(s)`, `JPY(s)`, `star(s)`, `star/JPY(s)`: a quantity with s decimals; `fraction JPY`: an exact quotient;
 * `boolean`, `date`, `datetime`, `text`, `word`, `level status`, `months` and `hours` (durations). A `?` after it: it may be
 * missing. `result`: a value, `missing`, `overflow`, or `error CODE` (the first error; `warning CODE`, `hint CODE`: the first
 * finding in the expression), with `@ snippet` where the place is asked for too; fractions are compared by cross
 * multiplication, durations are counted in months or hours. `note`: why; and where the language is silent, what was chosen.
 */

interface Row {
  readonly id: string;
  readonly topic: string;
  readonly expression: string;
  readonly inputs: ReadonlyMap<string, string>;
  readonly type: string;
  readonly result: string;
}

/** Reads a table with `;` between its cells. */
function readTable(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^;\n]*))(;|\n|$)/g)) {
    const cell = match[1]?.replaceAll('""', '"') ?? match[2] ?? '';
    rows.at(-1)?.push(cell);
    if (match[3] === '\n') rows.push([]);
    if (match[3] === '') break;
  }
  return rows.filter((row) => row.length > 1);
}

const TEXT = readFileSync(new URL('./expressions.csv', import.meta.url), 'utf8');
const rows: readonly Row[] = readTable(TEXT)
  .slice(1)
  .map(([id = '', topic = '', expression = '', inputs = '', type = '', result = '']) => ({
    id,
    topic,
    expression,
    type,
    result,
    inputs: new Map(
      inputs
        .split(' ')
        .filter((pair) => pair !== '')
        .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
  }));

const ATTRIBUTES = ['birthday', 'plan', 'age', 'home', 'enrolled'];
const TEXTS = ['memo', 'shop', 'home'];
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  purchase: {
    amount: '1000',
    channel: 'store',
    weight: '1.5',
    count: '2',
    items: '',
    shop: 'Ginza',
    fine: '0',
    size: '1',
  },
  visit: { shop: 'Ginza', floor: '1', plan: 'free' },
  survey: { recommend: '9' },
};

function input(row: Row, name: string, otherwise: string): string {
  return row.inputs.get(name) ?? otherwise;
}

function eventOf(row: Row): string {
  const on = input(row, 'on', 'purchase');
  return on in FIELDS ? on : 'purchase';
}

const momentOf = (row: Row): string => input(row, 'today', '2026-05-01T10:00');
const todayOf = (row: Row): string => momentOf(row).slice(0, 10);

/** The frame with the expression in its place, and where its text begins. */
function programOf(row: Row, wrapped: boolean): { readonly source: string; readonly start: number } {
  const on = input(row, 'on', 'purchase');
  const currency = input(row, 'currency', 'JPY');
  const [before, after] = wrapped ? ['has (', ')'] : ['', ''];
  const block = (key: string, indent: string, open = before, close = after): string =>
    `${indent}${key}: |-\n${indent}  ${open}\u0000${row.expression}${close}\n`;
  const into = (section: string, text: string): string =>
    PROGRAM.replace(`\n${section}:\n`, `\n${section}:\n${text}`);
  const rule = (trigger: string, body: string): string =>
    PROGRAM.replace(
      '\nrewards:\n',
      `  probe:\n    ${trigger}\n    during: { from: ${todayOf(row)} }\n    give: 1 tally\n${body}\nrewards:\n`,
    );
  const text = (): string => {
    switch (on) {
      case 'day':
        return into('measures', block('probe', '  ', '', ''));
      case 'morning':
        return rule('every: day', block('when', '    '));
      case 'derived': {
        const derived = block('is', '      ', '', '');
        const program = PROGRAM.replace('\n  refund:', `\n    probe:\n${derived}  refund:`);
        return program.replace(
          '\nrewards:\n',
          `  probe:\n    on: purchase\n    during: { from: ${todayOf(row)} }\n    give: 1 tally\n    when: has probe\n\nrewards:\n`,
        );
      }
      case 'give':
        return rule('on: purchase', block('give', '    ', '', '')).replace('    give: 1 tally\n', '');
      case 'segment':
        return into('segments', block('probe', '  ', '', ''));
      case 'available':
      case 'expires':
        return PROGRAM.replace('\n  tally: {}', `\n  tally:\n${block(on, '    ', '', '')}`).replace(
          '\nrewards:\n',
          `  probe:\n    on: purchase\n    during: { from: ${todayOf(row)} }\n    give: 1 tally\n\nrewards:\n`,
        );
      case 'until':
        return into(
          'tiers',
          `  trial:\n    base: none\n    levels:\n      tried:\n        reach: count(purchase) >= 1\n${block('until', '        ', '', '')}`,
        );
      case 'parameter':
        return into('parameters', block('probe', '  ', '', ''));
      default:
        return rule(`on: ${on}`, block('when', '    '));
    }
  };
  const marked = currency === 'JPY' ? text() : text().replaceAll('JPY', currency);
  return { source: marked.replace('\u0000', ''), start: marked.indexOf('\u0000') };
}

function jsonOf(name: string, value: string): string {
  if (name === 'items') {
    const lines = value.split('+').filter((line) => line !== '');
    const objects = lines.map((line) => {
      const [category, amount, quantity, note, best] = line.split('/');
      const more = `${note ? `,"note":"${note}"` : ''}${best ? `,"best":"${best}"` : ''}`;
      return `{"category":"${category}","amount":${amount},"quantity":${quantity}${more}}`;
    });
    return `[${objects.join(',')}]`;
  }
  if (value === 'yes' || value === 'no') return String(value === 'yes');
  if (!TEXTS.includes(name) && /^-?\d+(\.\d+)?$/.test(value)) return value;
  return JSON.stringify(value.replaceAll('_', ' '));
}

/** The frame's history in the native form, and the event at hand. */
function historyOf(row: Row): string {
  const enrolment = new Map<string, unknown>(Object.entries({ ...ENROLMENT, member: 'm' }));
  // A visit has a `plan` of its own.
  for (const name of eventOf(row) === 'visit' ? [] : ATTRIBUTES) {
    const value = row.inputs.get(name);
    if (value === '-') enrolment.delete(name);
    else if (value !== undefined)
      enrolment.set(name === 'enrolled' ? 'at' : name, name === 'age' ? Number(value) : value);
  }
  const moment = momentOf(row);
  const bare = row.inputs.get('history') === 'none' || row.inputs.has('currency');
  const before = EVENTS.filter((event) => !bare && event.at < moment);
  const lines = [Object.fromEntries(enrolment), ...before.map((event) => ({ ...event, member: 'm' }))].map(
    (each) => JSON.stringify(each).replace(/"(weight|fine)":"([\d.]+)"/g, '"$1":$2'),
  );
  const on = input(row, 'on', 'purchase');
  if (on === 'day' || on === 'morning' || on === 'parameter') return lines.join('\n');
  const type = eventOf(row);
  const fields = new Map(Object.entries(FIELDS[type] ?? {}));
  for (const [name, value] of row.inputs)
    if (
      !['on', 'today', 'history', 'currency'].includes(name) &&
      !(ATTRIBUTES.includes(name) && name !== 'plan')
    )
      if (name !== 'plan' || type === 'visit') fields.set(name, value);
  const written = [...fields]
    .map(([name, value]) => `,${JSON.stringify(name)}:${jsonOf(name, value)}`)
    .join('');
  lines.push(`{"type":"${type}","id":"probe","member":"m","at":"${moment}"${written}}`);
  return lines.join('\n');
}

async function read(plan: Plan, text: string): Promise<MemberHistory> {
  const { members, rejected } = await readHistory(plan, [
    { name: 'history.jsonl', chunks: [new TextEncoder().encode(text)] },
  ]);
  expect(
    rejected.map((each) => `${each.reason} ${each.event} ${each.member}`),
    'the history of the row',
  ).toEqual([]);
  const [member] = members;
  if (member === undefined) throw new Error('no member');
  return member;
}

const errorsOf = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter((each) => each.severity === 'error');

function unitText(unit: Readonly<Record<string, number>>): string {
  const power = ([name, exponent]: readonly [string, number]) =>
    Math.abs(exponent) === 1 ? name : `${name}^${Math.abs(exponent)}`;
  const names = Object.entries(unit).sort(([a], [b]) => (a < b ? -1 : 1));
  const above = names.filter(([, exponent]) => exponent > 0).map(power);
  const below = names.filter(([, exponent]) => exponent < 0).map(power);
  if (names.length === 0) return 'number';
  return [above.length === 0 ? '1' : above.join('*'), ...below].join('/');
}

function typeText({ type, optional }: PlanExpr): string {
  const mark = optional ? '?' : '';
  switch (type.kind) {
    case 'quantity':
      return `${unitText(type.unit)}(${type.scale})${mark}`;
    case 'fraction':
      return `fraction ${unitText(type.unit)}${mark}`;
    case 'duration':
      return `${type.family === 'calendar' ? 'months' : 'hours'}${mark}`;
    case 'level':
      return `level ${type.ladder}${mark}`;
    default:
      return `${type.kind}${mark}`;
  }
}

/** A number as written, as n/d. */
function exactOf(text: string): readonly [bigint, bigint] | undefined {
  const match = /^(-?)([\d_]+)(?:\.(\d+))?(?:\/([\d_]+))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', decimals = '', divisor = '1'] = match;
  const n = BigInt(`${whole.replaceAll('_', '')}${decimals}`);
  return [sign === '-' ? -n : n, 10n ** BigInt(decimals.length) * BigInt(divisor.replaceAll('_', ''))];
}

function valueText(value: Value, expr: PlanExpr, plan: Plan): string {
  const { type } = expr;
  if (value === undefined) return 'missing';
  switch (type.kind) {
    case 'quantity':
      return `${value}/${10n ** BigInt(type.scale)}`;
    case 'fraction':
      return typeof value === 'object' ? `${value.n}/${value.d}` : `${value}/1`;
    case 'boolean':
      return value === true ? 'yes' : 'no';
    case 'date':
      return formatDay(Number(value));
    case 'datetime':
      return dayOfTime(Number(value)) >= FOREVER ? 'forever' : formatTime(Number(value)).replace(/:00$/, '');
    case 'level':
      return (
        plan.ladders.find((each) => each.name === type.ladder)?.levels[Number(value)]?.name ??
        `level ${value}`
      );
    default:
      return String(value);
  }
}

function sameValue(found: string, expected: string): boolean {
  const [a, b] = [exactOf(found), exactOf(expected)];
  if (a === undefined || b === undefined) return found === expected.replaceAll('_', ' ');
  return a[0] * b[1] === b[0] * a[1];
}

/** Whether the row asks for a finding of the compiler. */
function isFinding(row: Row): boolean {
  return /^(error|warning|hint) /.test(row.result);
}

interface Answer {
  readonly type: string;
  readonly value: string;
}

/** The type and value of the row's expression, in the language of the table. */
async function answerOf(row: Row): Promise<Answer> {
  const on = input(row, 'on', 'purchase');
  const { source } = programOf(row, true);
  const { value: plan, diagnostics } = compile(source);
  if (plan === undefined) {
    const found = errorsOf(diagnostics).map((each) => {
      const at = source.slice(each.span.start, each.span.end);
      return `${each.code} @ ${at}: ${each.message.en}`;
    });
    return { type: `does not compile: ${found.join('; ')}`, value: '' };
  }
  const history = await read(plan, historyOf(row));
  const today = parseDay(todayOf(row));
  if (today === undefined) throw new Error(`no day: ${momentOf(row)}`);

  if (on === 'day') {
    const probe = plan.named.find((each) => each.name === 'probe');
    if (probe === undefined) throw new Error('no measure');
    let value: Value;
    let failed = false;
    runMember(plan, history, {
      until: today,
      observeDays: [today],
      observe: (seen) => {
        try {
          value = seen.value(probe.expr);
        } catch {
          failed = true;
        }
      },
    });
    return { type: typeText(probe.expr), value: failed ? 'overflow' : valueText(value, probe.expr, plan) };
  }

  const heard: Consideration[] = [];
  const run = runMember(plan, history, { until: today, trace: { considered: (each) => heard.push(each) } });
  if (on === 'expires') {
    const lot = run?.rows.find((each) => each.what === 'tally');
    return { type: 'date', value: lot?.expires === undefined ? 'no lot' : formatDay(lot.expires) };
  }
  if (on === 'give') return givenBy(plan, run);
  const expr = probeOf(plan, on);
  if (run?.outcome.error !== undefined) {
    const { code, in: place, event } = run.outcome.error;
    expect(`${place} ${event}`).toBe(
      on === 'derived' ? 'purchase.probe probe' : on === 'morning' ? 'probe undefined' : 'probe probe',
    );
    return { type: typeText(expr), value: code };
  }
  const seen = heard.filter((each) => each.subject.name === 'probe' && dayOfTime(each.at) === today).at(-1);
  if (seen === undefined) throw new Error('the probe was not asked');
  const key = on === 'derived' ? probeField(plan) : expr;
  if (!seen.values.has(key)) throw new Error('the probe left no value');
  return { type: typeText(expr), value: valueText(seen.values.get(key), expr, plan) };
}

/** What the probe gave: its points, and the quantity of the rows that it posted. */
function givenBy(plan: Plan, run: MemberRun | undefined): Answer {
  const index = plan.rules.find((rule) => rule.name === 'probe')?.give[0]?.points;
  const points = index === undefined ? undefined : plan.points[index];
  if (points === undefined) throw new Error('the probe gives nothing');
  const type = `${points.name}(${points.decimals})`;
  const error = run?.outcome.error;
  if (error !== undefined) {
    expect(`${error.in} ${error.event}`).toBe('probe probe');
    return { type, value: error.code };
  }
  const rows = run?.rows.filter((each) => each.kind === 'earn' && each.by === 'probe') ?? [];
  const sum = rows.reduce((total, each) => total + (each.quantity ?? 0n), 0n);
  return { type, value: `${sum}/${10n ** BigInt(points.decimals)}` };
}

function guarded(plan: Plan): PlanExpr {
  const when = plan.rules.find((rule) => rule.name === 'probe')?.when;
  if (when?.kind !== 'has') throw new Error('no probe');
  return when.of;
}

const probeField = guarded;

/** The expression of the row in the Plan. */
function probeOf(plan: Plan, on: string): PlanExpr {
  if (on !== 'derived') return guarded(plan);
  const field = plan.events
    .find((event) => event.name === 'purchase')
    ?.derived.find((each) => each.name === 'probe');
  if (field === undefined) throw new Error('no derived field');
  return field.expr;
}

// If one fails, an expression does not mean what the language says it means.
describe('expressions', () => {
  const values = rows.filter((row) => !isFinding(row));
  it.each(values.map((row) => [row.id, row.expression, row] as const))('%s: %s', async (_, __, row) => {
    const found = await answerOf(row);
    expect(found.type, 'type').toBe(row.type);
    if (!sameValue(found.value, row.result)) expect(found.value, 'value').toBe(row.result);
  });
});

// If one fails, a slip in an expression is called by the wrong name, shown in the wrong place, or let through.
describe('expressions with an error', () => {
  const slips = rows.filter(isFinding);
  it.each(slips.map((row) => [row.id, row.expression, row] as const))('%s: %s', (_, __, row) => {
    const [severity = '', ...rest] = row.result.split(' ');
    const [code, snippet] = rest.join(' ').split(' @ ');
    const { source, start } = programOf(row, false);
    const { diagnostics } = compile(source);
    // The frame has hints of its own.
    const first = diagnostics.find((each) =>
      severity === 'error'
        ? each.severity === severity
        : each.span.start >= start && each.span.end <= start + row.expression.length,
    );
    expect(first && `${first.severity} ${first.code}`).toBe(`${severity} ${code}`);
    if (first === undefined) return;
    const at = source.slice(first.span.start, first.span.end);
    if (snippet !== undefined) expect(at).toBe(snippet);
    expect(first.span.start, `at \`${at}\``).toBeGreaterThanOrEqual(start);
    expect(first.span.end, `at \`${at}\``).toBeLessThanOrEqual(start + row.expression.length);
  });
});

describe('the table of expressions', () => {
  it('stands on a member whose ledger is worked out by hand', async () => {
    const { value: plan, diagnostics } = compile(PROGRAM);
    if (plan === undefined)
      expect.fail(
        errorsOf(diagnostics)
          .map((each) => `${each.code} ${PROGRAM.slice(each.span.start, each.span.end)}`)
          .join('\n'),
      );
    const row: Row = {
      id: '',
      topic: '',
      expression: '',
      inputs: new Map([['on', 'day']]),
      type: '',
      result: '',
    };
    const history = await read(plan, historyOf(row));
    const run: MemberRun | undefined = runMember(plan, history, { until: parseDay('2026-04-30') ?? 0 });
    const found = difference('m', LEDGER.split('\n'), run?.rows.map((each) => rowText(plan, each)) ?? []);
    if (found !== undefined) expect.fail(found);
  });

  it('has at least 500 rows, each with its own name', () => {
    expect(rows.length).toBeGreaterThanOrEqual(500);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });
});
