import type { PlanExpr } from '../../schema/index.ts';

const EXPRESSIONS: readonly PlanExpr['kind'][] = [
  ...([
    'constant',
    'field',
    'this-field',
    'line-field',
    'attribute',
    'parameter',
    'named',
    'measure',
  ] as const),
  ...(['now', 'today', 'earned', 'reached', 'balance', 'tier', 'since', 'held', 'award', 'negate'] as const),
  ...(['add', 'subtract', 'multiply', 'divide', 'minimum', 'maximum', 'absolute', 'round', 'per'] as const),
  ...(['compare', 'and', 'or', 'not', 'if', 'in', 'between', 'otherwise', 'has', 'date-part'] as const),
  ...(['period-edge', 'shift', 'elapsed', 'lines'] as const),
];
/** `this.field` stands in `same` of a measure; the node kind is kept for other forms and never made today. */
const NEVER_MADE: readonly PlanExpr['kind'][] = ['this-field'];

const FUNCTIONS = ['count', 'sum', 'first', 'last', 'distinct', 'lowest', 'highest', 'streak'] as const;
const WINDOWS = ['all', 'this', 'complete', 'last months', 'last days', 'since', 'between'] as const;
const SUBJECTS = [
  'event',
  'event field',
  'profile',
  'redeem',
  'enroll',
  'reach',
  'lapse',
  'tier',
  'earned',
  'used',
  'expired',
] as const;

/** Which functions a subject has at all (language §4). */
function functionsOf(subject: (typeof SUBJECTS)[number]): readonly string[] {
  switch (subject) {
    case 'event field':
      return ['sum', 'first', 'last', 'distinct', 'lowest', 'highest'];
    case 'tier':
      return ['last'];
    case 'reach':
    case 'lapse':
      return ['count', 'first', 'last'];
    case 'earned':
    case 'used':
    case 'expired':
      return ['sum', 'count', 'last'];
    default:
      return ['count', 'first', 'last', 'streak'];
  }
}

function each(group: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${group}: ${name}`);
}

/** Every construct that programs should reach. */
export function expected(): readonly string[] {
  return [
    ...each(
      'expression',
      EXPRESSIONS.filter((kind) => !NEVER_MADE.includes(kind)),
    ),
    ...each('constant', [
      'quantity',
      'boolean',
      'text',
      'date',
      'duration',
      'word',
      'level',
      'forever',
      'scale 9',
    ]),
    ...each('amount', ['fraction', 'compound unit', 'scale 9', 'optional']),
    ...each('per', ['whole', 'pro rata', 'step is a parameter']),
    ...each('round', ['floor', 'ceil', 'half_up', 'with step']),
    ...each('compare', [
      '=',
      '!=',
      '<',
      '<=',
      '>',
      '>=',
      'quantity',
      'fraction',
      'boolean',
      'text',
      'date',
      'datetime',
      'duration',
      'word',
      'level',
    ]),
    ...each('date-part', ['year', 'month', 'day', 'weekday', 'hour']),
    ...each('elapsed', ['days', 'weeks', 'months', 'years', 'hours']),
    ...each('shift', ['date by months', 'date by hours', 'datetime by months', 'datetime by hours', 'back']),
    ...each('period-edge', ['start', 'end']),
    ...each('lines', ['sum', 'count', 'any', 'highest', 'lowest', 'first', 'last', 'distinct', 'where']),
    ...each('balance', ['available', 'pending']),
    ...each('award', ['of a rule', 'of a group']),
    ...SUBJECTS.flatMap((subject) =>
      each(
        'measure',
        functionsOf(subject).map((name) => `${name} of ${subject}`),
      ),
    ),
    ...FUNCTIONS.flatMap((name) =>
      each(
        'measure',
        WINDOWS.filter((window) => name !== 'streak' || window === 'all').map(
          (window) => `${name} over ${window}`,
        ),
      ),
    ),
    ...each('measure', [
      'where',
      'same',
      'same and where',
      'before this',
      'flow by sources',
      'flow where',
      'where lines',
      'window since a period',
    ]),
    ...each('period', ['day', 'enrolled', 'since', 'months', 'days']),
    ...each('parameter', [
      'value',
      'dated',
      'table',
      'dated table',
      'two keys',
      'is',
      'band',
      'open band',
      'any',
      'negative end',
    ]),
    ...each('field', [
      'bounds',
      'optional',
      'lines',
      'optional in lines',
      'quantity',
      'boolean',
      'text',
      'date',
      'datetime',
      'word',
      'level',
      'points',
    ]),
    ...each('derived', ['required', 'optional', 'reads state', 'quantity', 'boolean', 'date']),
    ...each('reverses', ['whole', 'by a field', 'by a derived field', 'by an optional field', 'redeem']),
    ...each('points', [
      'down',
      'up',
      'half_up',
      'half_even',
      'owe',
      'forgive',
      'counter',
      'decimals 0',
      'decimals 9',
      'expense',
    ]),
    ...each('dates', [
      'available',
      'own',
      'sliding',
      'max',
      'max plus',
      'own of a rule',
      'sliding of a rule',
      'max of a rule',
      'of a reward',
    ]),
    ...each('named', ['measure', 'segment']),
    ...each('ladder', [
      'on event',
      'every',
      'every after',
      'to reached',
      'one level',
      'without until',
      'until',
      'reach: no',
      'two ladders',
    ]),
    ...each('trigger', [
      'event',
      'several events',
      'enroll',
      'reach',
      'lapse',
      'date',
      'every',
      'every after',
      'birthday',
      'anniversary',
      'a reversal',
      'redeem',
      'profile',
    ]),
    ...each('rule', [
      'when',
      'from',
      'until',
      'give',
      'two gives',
      'take',
      'two takes',
      'take and give',
      'forfeit',
      'settle',
      'settle with limit',
      'hold',
      'group',
    ]),
    ...each('limit', [
      'times',
      'times per field',
      'times per field and period',
      'times of an expression',
      'quantity',
      'quantity of an expression',
      'for ever',
      'of a reward',
      'of a group',
    ]),
    ...each('group', ['all', 'first', 'highest', 'with quantity limit', 'with times limit']),
    ...each('reward', ['price', 'two prices', 'give', 'when', 'limits', 'from', 'until', 'worth', 'expense']),
    ...each('benefit', ['when', 'expense', 'per', 'from', 'until']),
    ...each('loyalty', ['score', 'mix']),
    ...each('kpi', [
      'constant',
      'add',
      'subtract',
      'multiply',
      'divide',
      'share',
      'mean',
      'total',
      'members',
      'among',
      'at least',
      'at most',
    ]),
    ...each('standard kpi', [
      'repeat_rate',
      'second_purchase_rate',
      'retention_rate',
      'churn_rate',
      'active_rate',
      'ltv',
      'nps',
      'csat',
      'redemption_rate',
      'breakage',
      'liability',
      'earn_burn',
      'program_cost',
      'enrolled',
    ]),
  ];
}
