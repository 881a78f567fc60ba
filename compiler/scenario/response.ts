import {
  type Assumption,
  addDays,
  addMonths,
  type Day,
  type Diagnostic,
  type Plan,
  parseDay,
  type ResponseKind,
  type ResponseModel,
  type Span,
} from '../../schema/index.ts';
import { childOf, type Entry, type MapNode, type Node, type ScalarNode, textOf } from '../document/index.ts';
import { readEstimate } from './estimate.ts';
import { reportScenario } from './messages.ts';
import { type Condition, nearCondition, unknown, type Who } from './who.ts';

/** A response that was read, with the conditions that have to become segments before it is known who responds. */
export interface ReadResponse {
  readonly model: ResponseModel;
  /** A segment for each, by the number in {@link Assumption.segment}. */
  readonly conditions: readonly Condition[];
}

/** Shares that make sense for each kind of change. */
const BOUNDS = {
  frequency: { low: -1, high: 10 },
  amount: { low: -1, high: 10 },
  redemption: { low: -1, high: 10 },
  pressure: { low: -1, high: 10 },
  win_back: { low: 0, high: 1 },
} as const;

const DEFAULT_DRAWS = 200;

/** Reads `response:` against the changed program. Undefined after reporting an error. */
export function readResponse(
  root: Node,
  program: MapNode,
  plan: Plan,
  found: (diagnostic: Diagnostic) => void,
): ReadResponse | undefined {
  let sound = true;
  const report = (diagnostic: Diagnostic): undefined => {
    if (diagnostic.severity === 'error') sound = false;
    found(diagnostic);
  };
  const from = dayIn(childOf(root, 'from'), report);
  const marginNode = childOf(root, 'margin');
  const margin =
    marginNode?.kind === 'map'
      ? readEstimate(marginNode, keyOf(root, 'margin'), { low: 0, high: 1 }, report)
      : undefined;
  const conditions: Condition[] = [];
  const assumptions: Assumption[] = [];
  const list = childOf(root, 'assumptions');
  for (const entry of list?.kind === 'map' ? list.entries : []) {
    const read = readAssumption(entry, { program, plan, from: from ?? 0, report });
    if (read === undefined) continue;
    const { who, ...rest } = read;
    assumptions.push({ ...rest, who: who?.text, segment: who && conditions.push(who.condition) - 1 });
  }
  if (from === undefined || !sound) return undefined;
  const whole = (key: string, otherwise: number): number => {
    const node = childOf(root, key);
    return node?.kind === 'scalar' ? Number(node.text.replaceAll('_', '')) : otherwise;
  };
  const model = { seed: whole('seed', 1), draws: whole('draws', DEFAULT_DRAWS), from, margin, assumptions };
  return { model, conditions };
}

interface Surroundings {
  readonly program: MapNode;
  readonly plan: Plan;
  readonly from: Day;
  readonly report: (diagnostic: Diagnostic) => undefined;
}

function keyOf(node: Node, key: string): Span {
  const entry = node.kind === 'map' ? node.entries.find((each) => each.key === key) : undefined;
  return entry?.keySpan ?? node.span;
}

function dayIn(node: Node | undefined, report: Surroundings['report']): Day | undefined {
  if (node?.kind !== 'scalar') return undefined;
  const day = parseDay(node.text);
  if (day !== undefined) return day;
  return report(reportScenario('response-from', node.span, { written: `\`${node.text}\`` }));
}

function scalarIn(node: Node, key: string): ScalarNode | undefined {
  const child = childOf(node, key);
  return child?.kind === 'scalar' ? child : undefined;
}

const KINDS: readonly ResponseKind[] = ['frequency', 'amount', 'redemption', 'pressure', 'win_back'];
/** Keys of some kinds of change only. */
const OWN_KEYS: Readonly<Record<string, readonly ResponseKind[]>> = {
  near: ['pressure'],
  within: ['pressure'],
  events: ['win_back'],
  event: ['frequency', 'amount', 'pressure', 'win_back'],
};

function readAssumption(
  { key, keySpan, value: node }: Entry,
  around: Surroundings,
): (Omit<Assumption, 'who' | 'segment'> & { readonly who: Who | undefined }) | undefined {
  const { report } = around;
  const changes = KINDS.find((kind) => kind === scalarIn(node, 'changes')?.text);
  if (node.kind !== 'map' || changes === undefined) return undefined;
  for (const entry of node.entries) {
    const kinds = OWN_KEYS[entry.key];
    if (kinds !== undefined && !kinds.includes(changes))
      report(reportScenario('response-part', entry.keySpan, { key: `\`${entry.key}\``, changes }));
  }
  const estimate = readEstimate(node, keySpan, BOUNDS[changes], report);
  const event = eventOf(node, keySpan, changes, around);
  const who = whoOf(node, keySpan, changes, around);
  if (estimate === undefined || event === undefined || who === 'wrong') return undefined;
  return {
    name: key,
    title: textOf(childOf(node, 'title')) ?? { en: key, ja: key },
    changes,
    who,
    event,
    events: Number(scalarIn(node, 'events')?.text ?? '1'),
    until: untilOf(scalarIn(node, 'lasts')?.text, around.from),
    estimate,
    span: keySpan,
  };
}

const UNITS: Readonly<Record<string, readonly ['days' | 'months', number]>> = {
  day: ['days', 1],
  week: ['days', 7],
  month: ['months', 1],
  quarter: ['months', 3],
  year: ['months', 12],
};

/** The last day of a response that begins on `from`. */
function untilOf(lasts: string | undefined, from: Day): Day | undefined {
  const [, count = '', word = ''] = /^(\d+) (\w+?)s?$/.exec(lasts ?? '') ?? [];
  const [unit, size] = UNITS[word] ?? [];
  if (unit === undefined || size === undefined) return undefined;
  const length = Number(count) * size;
  return addDays(unit === 'days' ? addDays(from, length) : addMonths(from, length), -1);
}

const PURCHASE = {
  en: 'no event is named, and the program has no purchase in `standard:`',
  ja: 'イベントの指定がなく、プログラムの `standard:` にも購買がありません',
};
const REVERSAL = {
  en: 'cancellations follow what they cancel and do not change on their own',
  ja: '取消は元のイベントに従います。取消だけを変えることはできません',
};
const NO_MONEY = {
  en: 'the event has no amount of money that could change',
  ja: 'このイベントには、変えられる金額がありません',
};

/** The event that changes. */
function eventOf(
  node: MapNode,
  name: Span,
  changes: ResponseKind,
  { plan, report }: Surroundings,
): string | undefined {
  if (changes === 'redemption') return 'redeem';
  const written = scalarIn(node, 'event');
  const at = written?.span ?? name;
  const called = written?.text ?? plan.standard.purchase?.event;
  if (called === undefined) return report(reportScenario('response-event', at, { why: PURCHASE }));
  const event = plan.events.find((each) => each.name === called);
  if (event === undefined) {
    const known = plan.events.map((each) => each.name);
    // INVARIANT: the purchase of `standard:` is an event of the program, so an unknown one is written here.
    return written && report(unknown(written, { en: 'event', ja: 'イベント' }, known));
  }
  if (event.reverses !== undefined) return report(reportScenario('response-event', at, { why: REVERSAL }));
  if (changes === 'amount' && !event.fields.some(({ type }) => hasMoney(type, plan.currency.code)))
    return report(reportScenario('response-event', at, { why: NO_MONEY }));
  return called;
}

function hasMoney(type: Plan['events'][number]['fields'][number]['type'], currency: string): boolean {
  if (type.kind === 'lines') return type.fields.some((field) => hasMoney(field.type, currency));
  const { type: value } = type;
  return value.kind === 'quantity' && value.unit[currency] === 1 && Object.keys(value.unit).length === 1;
}

/** Who responds: undefined = everybody; `wrong` after reporting. */
function whoOf(
  node: MapNode,
  name: Span,
  changes: ResponseKind,
  { program, plan, report }: Surroundings,
): Who | undefined | 'wrong' {
  const ways = ['segment', 'tier', 'who', 'near'].flatMap((key) => {
    const entry = node.entries.find((each) => each.key === key);
    return entry === undefined ? [] : [entry];
  });
  const [first, second] = ways;
  if (first !== undefined && second !== undefined) {
    report(
      reportScenario('response-who', second.keySpan, { key: `\`${second.key}\``, other: `\`${first.key}\`` }),
    );
    return 'wrong';
  }
  if (changes === 'pressure') {
    const near = nearCondition(node, name, program, plan);
    if (!('code' in near)) return near;
    report(near);
    return 'wrong';
  }
  if (first?.value.kind !== 'scalar') return undefined;
  const { text } = first.value;
  switch (first.key) {
    case 'segment': {
      const segments = plan.named.filter(({ kind }) => kind === 'segment').map((each) => each.name);
      if (segments.includes(text)) return { text, condition: { text, node: first.value } };
      report(unknown(first.value, { en: 'segment', ja: 'セグメント' }, segments));
      return 'wrong';
    }
    case 'tier': {
      const levels = plan.ladders.flatMap((ladder) =>
        ladder.levels.map((level) => `${ladder.name}.${level.name}`),
      );
      const [ladder, level] = text.split('.');
      if (levels.includes(text))
        return { text, condition: { text: `tier(${ladder}) = ${level}`, node: first.value } };
      report(unknown(first.value, { en: 'level', ja: '会員ランク' }, levels));
      return 'wrong';
    }
    default:
      return { text, condition: { text: undefined, node: first.value } };
  }
}
