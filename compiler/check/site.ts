import type { Localized, PlanExpr, ValueType } from '../../schema/index.ts';
import type { Ast } from '../expression/index.ts';
import type { Declarations, EventInfo, FieldInfo, RuleInfo } from './declarations.ts';
import { report } from './findings.ts';
import { zeroInstead } from './mending.ts';
import { describeType, isNumeric, isPlain, sameType, soleUnit, unitOf } from './type.ts';

/** Types one expression in its place; undefined when it cannot be typed, which has then been reported. */
export type Check = (ast: Ast, site: Site, expected?: ValueType) => PlanExpr | undefined;

/** The event whose fields a bare name may mean. */
export interface EventScope {
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldInfo>;
  /** The events that it stands for, when they are many: a field is that of the first that has it. */
  readonly among?: readonly EventInfo[];
}

/** Where an expression stands, and so what it may see. */
export interface Site {
  readonly program: Declarations;
  readonly check: Check;
  /** The event at hand; its lines too. */
  readonly event: EventScope | undefined;
  /**
   * Inside `where` of an aggregate over history: the event that it filters. `same` collects `field = this.field`, which
   * must be one of `conjuncts`: what all counted events satisfy.
   */
  readonly filtered:
    | {
        readonly scope: EventScope;
        readonly same: { field: string; thisField: string }[];
        readonly conjuncts: ReadonlySet<Ast>;
      }
    | undefined;
  /** Inside `where` of an aggregate over lines. */
  readonly line: EventScope | undefined;
  /** `earned`, `reached`: names that only this place knows. */
  readonly special: ReadonlySet<'earned' | 'reached'>;
  /** May it read history, balances, tiers? No in parameters and other constants. */
  readonly history: boolean;
  readonly member: boolean;
  /** Whether the `award()` of a rule is complete here. */
  readonly awards: (rule: RuleInfo) => boolean;
  /** Ladders that may be read; undefined = all. In a ladder's own `reach`: those above it. */
  readonly ladders: ReadonlySet<string> | undefined;
  /** Printed expressions that a guard has shown to be there. */
  readonly narrowed: ReadonlySet<string>;
  /** The period at whose start the rule fires: `during this P` is empty then (ruling W2). */
  readonly startOf: number | undefined;
}

export function constantSite(program: Declarations, check: Check): Site {
  return {
    program,
    check,
    event: undefined,
    filtered: undefined,
    line: undefined,
    special: new Set(),
    history: false,
    member: false,
    awards: () => false,
    ladders: undefined,
    narrowed: new Set(),
    startOf: undefined,
  };
}

/** A place that sees the member, but no event. */
export function memberSite(program: Declarations, check: Check): Site {
  return { ...constantSite(program, check), history: true, member: true };
}

export function typeWords(type: ValueType, site: Site): Localized {
  return describeType(type, site.program.currency.code);
}

/** The smallest part of an expression that may be missing: what a guard has to name. */
export function sourceOfMissing(expr: PlanExpr): PlanExpr {
  switch (expr.kind) {
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
      return expr.left.optional
        ? sourceOfMissing(expr.left)
        : expr.right.optional
          ? sourceOfMissing(expr.right)
          : expr;
    case 'elapsed':
    case 'date-part':
    case 'period-edge':
    case 'negate':
    case 'absolute':
    case 'round':
    case 'shift':
      return expr.of.optional ? sourceOfMissing(expr.of) : expr;
    case 'per':
      return expr.amount.optional ? sourceOfMissing(expr.amount) : expr;
    case 'minimum':
    case 'maximum': {
      const item = expr.items.find((candidate) => candidate.optional);
      return item === undefined ? expr : sourceOfMissing(item);
    }
    default:
      return expr;
  }
}

/** Reports a value that may be missing where one is needed; returns the expression for what follows. */
export function present(expr: PlanExpr | undefined, site: Site): PlanExpr | undefined {
  if (expr?.optional !== true) return expr;
  const source = sourceOfMissing(expr);
  const { findings } = site.program;
  const text = textOfMissing(source, site.program);
  const what = text === undefined ? missingWords(source) : { en: `\`${text}\``, ja: `\`${text}\` ` };
  const extras = text === undefined ? {} : guardHelp(text);
  findings.add(report('maybe-missing', source.span, { what }, { ...extras, ...zeroInstead(source, expr) }));
  return { ...expr, optional: false };
}

/** What was written, where it is a name or an aggregate that can be guarded as it stands. */
function textOfMissing(expr: PlanExpr, program: Declarations): string | undefined {
  switch (expr.kind) {
    case 'attribute':
      return `member.${expr.name}`;
    case 'field':
    case 'line-field':
      return expr.name;
    case 'measure':
      return program.measures[expr.measure]?.text;
    case 'held':
      return `held(${[...program.ladders.keys()][expr.ladder]})`;
    default:
      return undefined;
  }
}

function guardHelp(text: string): { readonly help: Localized } {
  const forms = [`\`has ${text} and …\``, `\`${text} otherwise …\``];
  return {
    help: {
      en: `guard it (${forms[0]}) or give a default (${forms[1]})`,
      ja: `${forms[0]} で確かめるか、${forms[1]} で既定の値を書いてください`,
    },
  };
}

function missingWords(expr: PlanExpr): Localized {
  switch (expr.kind) {
    case 'divide':
      return {
        en: 'this quotient (its divisor can be 0)',
        ja: 'この割り算の結果（割る数が 0 になり得ます）',
      };
    default:
      return { en: 'this value', ja: 'この値' };
  }
}

/** What to write where a value of another type was wanted, for the slips that are common. */
/** The day that a date of this place is counted from. */
function dayHere({ special }: Site): string {
  return special.has('earned') ? 'earned' : special.has('reached') ? 'reached' : 'today';
}

function typeHelp(ast: Ast, wanted: ValueType, found: ValueType, site: Site) {
  const help = (en: string, ja: string) => ({ help: { en, ja } });
  const { code } = site.program.currency;
  if (wanted.kind === 'boolean' && isNumeric(found))
    return help('compare it with something, as in `… >= 1`', '`… >= 1` のように何かと比べてください');
  if (wanted.kind === 'date' && found.kind === 'duration')
    return help(
      `count it from a date, as in \`${dayHere(site)} + 3 months\``,
      `\`${dayHere(site)} + 3 months\` のように日付から数えてください`,
    );
  const needed = isNumeric(wanted) ? soleUnit(unitOf(wanted) ?? {}) : undefined;
  if (ast.kind === 'number' && !ast.percent && needed !== undefined && needed !== '') {
    const meant = `${ast.digits} ${needed}`;
    const { help: words } = help(`write \`${meant}\``, `\`${meant}\` と書いてください`);
    const title = { en: words.en, ja: `\`${meant}\` に直す` };
    return { help: words, fix: { title, edits: [{ span: ast.span, text: meant }] } };
  }
  const unit = unitOf(found);
  if (isPlain(unitOf(wanted) ?? { [code]: 1 }) && unit !== undefined && !isPlain(unit)) {
    const one = `1_000 ${soleUnit(unit) ?? code}`;
    return help(`divide it by an amount, as in \`… / ${one}\``, `\`… / ${one}\` のように量で割ってください`);
  }
  return {};
}

/** Types an expression and sees that it is present and of the type wanted; `wanted` words replace the type's in the message. */
export function expectType(
  ast: Ast,
  site: Site,
  wanted: ValueType,
  wantedWords?: Localized,
): PlanExpr | undefined {
  const expr = site.check(ast, site, wanted);
  if (expr === undefined) return undefined;
  if (
    !(wanted.kind === expr.type.kind || (isNumeric(wanted) && isNumeric(expr.type))) ||
    !sameType(expr.type, wanted)
  ) {
    return site.program.findings.add(
      report(
        'type-expected',
        expr.span,
        { expected: wantedWords ?? typeWords(wanted, site), found: typeWords(expr.type, site) },
        typeHelp(ast, wanted, expr.type, site),
      ),
    );
  }
  return present(expr, site);
}
