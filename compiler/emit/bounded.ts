import type { Diagnostic, LotExpiry, Plan, PlanExpr, Result } from '../../schema/index.ts';
import { reporter } from '../../schema/index.ts';
import { type EmitOptions, type Emitted, emitPlan } from './emit.ts';
import { Unbounded } from './engine.ts';
import { emitMessages } from './messages.ts';

const report = reporter(emitMessages);

/** The module of a Plan, or why its work has no bound. */
export function emitBounded(plan: Plan, options: EmitOptions): Result<Emitted> {
  try {
    return { value: emitPlan(plan, options), diagnostics: [] };
  } catch (signal) {
    if (!(signal instanceof Unbounded)) throw signal;
    const code = signal.reason === 'expiry-order' ? 'expiry-order' : 'quotient-too-wide';
    return { value: undefined, diagnostics: [report(code, signal.span, {})] };
  }
}

/** What keeps a Plan from becoming a module. Only a Plan that looks as if something could is emitted to know. */
export function unboundedIn(plan: Plan): readonly Diagnostic[] {
  const expiries = [...plan.points, ...plan.rules, ...plan.rewards].map(({ dates }) => dates.expires);
  if (expiries.every(isOrdered) && !hasWideQuotient(plan)) return [];
  return emitBounded(plan, { source: '', compiler: '' }).diagnostics;
}

/** True where lots surely end in the order in which they came. */
function isOrdered(expiry: LotExpiry | undefined): boolean {
  if (expiry === undefined || expiry.kind === 'own') return true;
  if (expiry.kind === 'sliding') return grows(expiry.expr);
  return expiry.items.every(grows) && (expiry.plus === undefined || expiry.plus.kind === 'constant');
}

function grows(expr: PlanExpr): boolean {
  switch (expr.kind) {
    case 'earned':
    case 'constant':
    case 'measure':
      return true;
    case 'shift':
      return grows(expr.of) && expr.by.kind === 'constant';
    case 'period-edge':
      return grows(expr.of);
    case 'minimum':
    case 'maximum':
      return expr.items.every(grows);
    case 'otherwise':
      return expr.of.kind === 'measure' && grows(expr.fallback);
    default:
      return false;
  }
}

/** So many factors always have room. */
const FACTORS = 12;

/** Where both operands meet, or are multiplied crosswise to be compared. */
const MEETING: ReadonlySet<unknown> = new Set([
  ...['multiply', 'divide', 'per', 'round', 'compare', 'between', 'in', 'minimum', 'maximum'],
]);

/** True where some quotient has more than a few factors. A quantity is one factor, whatever it was made of. */
function hasWideQuotient(plan: Plan): boolean {
  const known = new Map<object, number>();
  let widest = 0;
  const factorsOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 0;
    const before = known.get(value);
    if (before !== undefined) return before;
    known.set(value, 0);
    const meets = 'kind' in value && MEETING.has(value.kind);
    const parts = value as Readonly<Record<string, unknown>>;
    let own = isNamed(value) ? factorsOf(plan.named[value.named]?.expr) : 0;
    for (const key of Object.keys(parts)) {
      const part = parts[key];
      // Places and types have no factors.
      if (typeof part !== 'object' || key === 'span' || key === 'type') continue;
      const each = factorsOf(part);
      own = meets ? own + each : Math.max(own, each);
    }
    widest = Math.max(widest, own);
    const type = typeOf(value);
    const factors = type === 'quantity' ? 1 : type === 'fraction' ? Math.max(2, own) : own;
    known.set(value, factors);
    return factors;
  };
  factorsOf(plan);
  return widest > FACTORS;
}

function typeOf(value: object): unknown {
  if (!('type' in value) || typeof value.type !== 'object' || value.type === null) return undefined;
  return 'kind' in value.type ? value.type.kind : undefined;
}

function isNamed(value: object): value is { readonly named: number } {
  return 'kind' in value && value.kind === 'named' && 'named' in value && typeof value.named === 'number';
}
