import {
  type Fraction,
  formatDay,
  formatTime,
  type Plan,
  type PlanExpr,
  type PlanWindow,
  type Value,
  type ValueType,
} from '../../schema/index.ts';

/** A scaled integer with its decimals, digits grouped by underscores as the language writes them. */
export function decimalText(value: bigint, scale: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, '_');
  return `${negative ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
}

function isFraction(value: Value): value is Fraction {
  return typeof value === 'object' && value !== null;
}

/** A value in the words of the language. */
export function valueText(value: Value, type: ValueType, plan: Plan): string {
  if (value === undefined) return 'missing';
  switch (type.kind) {
    case 'quantity':
    case 'fraction': {
      const unit = Object.entries(type.unit)
        .map(([name, exponent]) => (exponent === 1 ? name : `${name}^${exponent}`))
        .join('·');
      const number = isFraction(value)
        ? `${value.n}/${value.d}`
        : typeof value === 'bigint'
          ? decimalText(value, type.kind === 'quantity' ? type.scale : 0)
          : String(value);
      return unit === '' ? number : `${number} ${unit}`;
    }
    case 'boolean':
      return value === true ? 'yes' : 'no';
    case 'date':
      return typeof value === 'number' ? formatDay(value) : String(value);
    case 'datetime':
      return typeof value === 'number' ? formatTime(value) : String(value);
    case 'duration':
      return type.family === 'calendar' ? `${value} months` : `${value} hours`;
    case 'level':
      return (
        plan.ladders.find((ladder) => ladder.name === type.ladder)?.levels[Number(value)]?.name ??
        String(value)
      );
    case 'text':
      return JSON.stringify(value);
    case 'word':
      return String(value);
  }
}

function window(of: PlanWindow, plan: Plan): string {
  const period = (index: number) => plan.periods[index]?.name ?? `period ${index}`;
  switch (of.kind) {
    case 'all':
      return '';
    case 'this':
      return ` during this ${period(of.period)}`;
    case 'complete':
      return ` during ${of.count} ${period(of.period)} ending ${of.ending} ago`;
    case 'last':
      return ` during last ${of.length} ${of.unit}`;
    case 'since':
      return ` since ${expressionText(of.from, plan)}`;
    case 'between':
      return ` between ${expressionText(of.from, plan)} and ${expressionText(of.to, plan)}`;
  }
}

export { window as windowText };

function list(items: readonly PlanExpr[], plan: Plan, joint: string): string {
  return items.map((item) => expressionText(item, plan)).join(joint);
}

/** An expression as the Plan holds it: every operand in brackets, aggregates as `m0`, `m1`, … */
export function expressionText(expr: PlanExpr, plan: Plan): string {
  const of = (inner: PlanExpr) => expressionText(inner, plan);
  const ladder = (index: number) => plan.ladders[index]?.name ?? `ladder ${index}`;
  const points = (index: number) => plan.points[index]?.name ?? `points ${index}`;
  switch (expr.kind) {
    case 'constant':
      return valueText(expr.value, expr.type, plan);
    case 'field':
      return expr.name;
    case 'this-field':
      return `this.${expr.name}`;
    case 'line-field':
      return `line.${expr.name}`;
    case 'attribute':
      return `member.${expr.name}`;
    case 'parameter':
      return `$${plan.parameters[expr.parameter]?.name}`;
    case 'named':
      return `@${plan.named[expr.named]?.name}`;
    case 'measure':
      return `m${expr.measure}`;
    case 'now':
    case 'today':
    case 'earned':
    case 'reached':
      return expr.kind;
    case 'balance':
      return `${expr.pending ? 'pending' : 'balance'}(${points(expr.points)})`;
    case 'tier':
    case 'since':
    case 'held':
      return `${expr.kind}(${ladder(expr.ladder)})`;
    case 'award':
      return `award(${expr.rules.map((rule) => plan.rules[rule]?.name).join(', ')}; ${points(expr.points)})`;
    case 'negate':
      return `-(${of(expr.of)})`;
    case 'add':
      return `(${of(expr.left)} + ${of(expr.right)})`;
    case 'subtract':
      return `(${of(expr.left)} - ${of(expr.right)})`;
    case 'multiply':
      return `(${of(expr.left)} * ${of(expr.right)})`;
    case 'divide':
      return `(${of(expr.left)} / ${of(expr.right)})`;
    case 'minimum':
      return `min(${list(expr.items, plan, ', ')})`;
    case 'maximum':
      return `max(${list(expr.items, plan, ', ')})`;
    case 'absolute':
      return `abs(${of(expr.of)})`;
    case 'round':
      return `${expr.mode}(${of(expr.of)}${expr.step === undefined ? '' : `, ${of(expr.step)}`})`;
    case 'per':
      return `(${of(expr.gives)} per ${of(expr.step)} of ${of(expr.amount)}${expr.proRata ? ' pro rata' : ''})`;
    case 'compare':
      return `(${of(expr.left)} ${expr.operator} ${of(expr.right)})`;
    case 'and':
    case 'or':
      return `(${list(expr.items, plan, ` ${expr.kind} `)})`;
    case 'not':
      return `not ${of(expr.of)}`;
    case 'if':
      return `(if ${of(expr.condition)} then ${of(expr.then)} else ${of(expr.otherwise)})`;
    case 'in':
      return `(${of(expr.of)} in (${list(expr.items, plan, ', ')}))`;
    case 'between':
      return `(${of(expr.of)} between ${of(expr.low)} and ${of(expr.high)})`;
    case 'otherwise':
      return `(${of(expr.of)} otherwise ${of(expr.fallback)})`;
    case 'has':
      return `has ${of(expr.of)}`;
    case 'date-part':
      return `${expr.part}(${of(expr.of)})`;
    case 'period-edge':
      return `${expr.edge}_of(${plan.periods[expr.period]?.name}, ${of(expr.of)})`;
    case 'shift':
      return `(${of(expr.of)} ${expr.sign === 1 ? '+' : '-'} ${of(expr.by)})`;
    case 'elapsed':
      return `${expr.unit} since ${of(expr.of)}`;
    case 'lines':
      return `${expr.function}(${expr.list}${expr.value === undefined ? '' : `: ${of(expr.value)}`}${expr.where === undefined ? '' : ` where ${of(expr.where)}`})`;
  }
}
