import type {
  Ast,
  AstLength,
  AstLimit,
  AstReverses,
  AstReview,
  AstSettle,
  AstTarget,
  AstTrigger,
  AstWindow,
} from './ast.ts';
import { level, levelOf, takesWindow } from './precedence.ts';

type Call = Extract<Ast, { kind: 'call' }>;

/** An expression where at least `min` is needed: in brackets when it binds more loosely. */
function at(ast: Ast, min: number): string {
  const text = printExpression(ast);
  return levelOf(ast) < min ? `(${text})` : text;
}

function number(digits: string, percent: boolean): string {
  const [whole = '', decimals] = digits.split('.');
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(?:\d{3})+$)/gu, '_') : whole;
  return `${grouped}${decimals === undefined ? '' : `.${decimals}`}${percent ? '%' : ''}`;
}

function text(value: string): string {
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}

function counted(count: number, word: string): string {
  return count === 1 ? word : `${count} ${word}`;
}

function printWindow(window: AstWindow, plain: boolean): string {
  const during = plain ? '' : 'during ';
  switch (window.kind) {
    case 'this':
      return `during this ${window.period.name}`;
    case 'previous':
      return `during previous ${counted(window.count, window.period.name)}`;
    case 'last':
      return `during last ${counted(window.count, window.unit.name)}`;
    case 'ending':
      return `during ${window.count} ${window.period.name} ending ${window.ending} ${window.endingPeriod.name} ago`;
    case 'since':
      return `${during}since ${at(window.from, level.otherwise)}`;
    case 'between':
      return `${during}between ${at(window.from, level.otherwise)} and ${at(window.to, level.otherwise)}`;
  }
}

/** Whether a window may follow without `during`: no `between` or `since` would be read into what stands before. */
function endsPlainly(call: Call, before: Ast | undefined, window: AstWindow): boolean {
  if (before === undefined) return true;
  if (window.kind === 'since') {
    return !/(?:^|[^\p{L}\p{M}\p{Nd}_])(?:(?:hour|day|week|month|year)s?|before|by|since|among)$/u.test(
      printExpression(before),
    );
  }
  const subject = before === call.arguments[0] && call.arguments.length === 1 && takesWindow(call.name.name);
  return subject && (before.kind === 'name' || before.kind === 'member-access')
    ? true
    : before.kind === 'compare' || before.kind === 'in' || before.kind === 'between';
}

/** Whether the text begins with `name between`, which as a first argument would be a subject and its window. */
function beginsWithRange(ast: Ast): boolean {
  if (ast.kind === 'and' || ast.kind === 'or') return beginsWithRange(ast.left);
  return ast.kind === 'between' && (ast.of.kind === 'name' || ast.of.kind === 'member-access');
}

function printCall(call: Call): string {
  const { clauses } = call;
  const [first, ...rest] = call.arguments;
  const parts: string[] = [];
  if (clauses?.happening !== undefined) parts.push(clauses.happening.name);
  const guarded = first !== undefined && takesWindow(call.name.name) && beginsWithRange(first);
  const subject = first === undefined ? [] : [at(first, guarded ? level.primary : level.if)];
  const values = [...subject, ...rest.map(printExpression)].join(', ');
  if (values !== '') parts.push(values);
  if (clauses !== undefined) {
    if (clauses.beforeThis !== undefined) parts.push('before this');
    if (clauses.by !== undefined) {
      const names = clauses.by.map((name) => name.name);
      parts.push(names.length === 1 ? `by ${names[0]}` : `by (${names.join(', ')})`);
    }
    if (clauses.where !== undefined) parts.push(`where ${printExpression(clauses.where)}`);
    if (clauses.window !== undefined) {
      const marked = clauses.beforeThis !== undefined || clauses.by !== undefined;
      const before = clauses.where ?? (marked ? undefined : call.arguments.at(-1));
      parts.push(printWindow(clauses.window, endsPlainly(call, before, clauses.window)));
    }
    if (clauses.among !== undefined) parts.push(`among ${printExpression(clauses.among)}`);
  }
  return `${call.name.name}(${parts.join(' ')})`;
}

/** Writes an expression as the formatter does: parsing it again yields the same tree. Brackets only where they matter. */
export function printExpression(ast: Ast): string {
  switch (ast.kind) {
    case 'number':
      return number(ast.digits, ast.percent);
    case 'unit-number':
      return `${number(ast.digits, ast.percent)} ${ast.unit.name}`;
    case 'date':
    case 'month-day':
      return ast.text;
    case 'text':
      return text(ast.value);
    case 'boolean':
      return ast.value ? 'yes' : 'no';
    case 'forever':
    case 'now':
    case 'today':
      return ast.kind;
    case 'name':
      return ast.name;
    case 'member-access':
      return `${ast.object.name}.${ast.property.name}`;
    case 'negate':
      return `-${at(ast.of, level.unary)}`;
    case 'has':
      return `has ${at(ast.of, level.unary)}`;
    case 'elapsed':
      return `${ast.unit} since ${at(ast.of, level.unary)}`;
    case 'binary': {
      const own = levelOf(ast);
      return `${at(ast.left, own)} ${ast.operator} ${at(ast.right, own + 1)}`;
    }
    case 'of':
      return `${at(ast.rate, level.unary)} of ${at(ast.amount, level.of)}`;
    case 'per': {
      // an inner `per` would take our `pro rata`
      const amount = at(ast.amount, ast.proRata && endsInPer(ast.amount) ? level.unary : level.of);
      const rata = ast.proRata ? ' pro rata' : '';
      return `${at(ast.gives, level.unary)} per ${at(ast.step, level.unary)} of ${amount}${rata}`;
    }
    case 'compare':
      return `${at(ast.left, level.otherwise)} ${ast.operator} ${at(ast.right, level.otherwise)}`;
    case 'and':
      return `${at(ast.left, level.and)} and ${at(ast.right, level.not)}`;
    case 'or':
      return `${at(ast.left, level.or)} or ${at(ast.right, level.and)}`;
    case 'not':
      return `not ${at(ast.of, level.not)}`;
    case 'if':
      return `if ${printExpression(ast.condition)} then ${printExpression(ast.then)} else ${printExpression(ast.otherwise)}`;
    case 'in':
      return `${at(ast.of, level.otherwise)} in (${ast.items.map(printExpression).join(', ')})`;
    case 'between': {
      const [low, high] = [at(ast.low, level.otherwise), at(ast.high, level.otherwise)];
      return `${at(ast.of, level.otherwise)} between ${low} and ${high}`;
    }
    case 'otherwise':
      return `${at(ast.of, level.sum)} otherwise ${at(ast.fallback, level.otherwise)}`;
    case 'call':
      return printCall(ast);
    case 'missing':
      return '…';
  }
}

function endsInPer(ast: Ast): boolean {
  return ast.kind === 'per'
    ? !ast.proRata || endsInPer(ast.amount)
    : ast.kind === 'of' && endsInPer(ast.amount);
}

export function printLimit(limit: AstLimit): string {
  return [at(limit.amount, level.or), ...limit.per.map((name) => `per ${name.name}`)].join(' ');
}

export function printSettle({ amount, period }: AstSettle): string {
  return period === undefined ? printExpression(amount) : `${at(amount, level.or)} per ${period.name}`;
}

export function printTarget({ direction, value }: AstTarget): string {
  return `${direction} ${printExpression(value)}`;
}

export function printTrigger(trigger: AstTrigger): string {
  switch (trigger.kind) {
    case 'name':
      return trigger.name.name;
    case 'reach':
    case 'lapse':
      return `${trigger.kind} ${trigger.ladder.name}.${trigger.level.name}`;
    case 'date':
      return trigger.text;
    case 'missing':
      return '…';
  }
}

export function printReview(review: AstReview): string {
  switch (review.kind) {
    case 'event':
      return 'on event';
    case 'every':
      return `every ${counted(review.count, review.period.name)}`;
    case 'missing':
      return '…';
  }
}

export function printReverses({ event, by }: AstReverses): string {
  return by === undefined ? event.name : `${event.name} by ${by.name}`;
}

export function printLength({ count, unit }: AstLength): string {
  return `${count} ${unit.name}`;
}
