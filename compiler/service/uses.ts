import type { Span, ValueType } from '../../schema/index.ts';
import {
  checkExpression,
  type Declarations,
  type EventInfo,
  type EventScope,
  Findings,
  linesOf,
  resolveUnit,
  type Site,
} from '../check/index.ts';
import { type Ast, type AstWindow, childrenOf, type Identifier } from '../expression/index.ts';
import type { Named, NameKind } from './names.ts';

/** A name in an expression, and what it is the name of: several things where several events share a field. */
export interface Use {
  readonly span: Span;
  readonly of: readonly Named[];
  /** Written behind the name: the `s` of `3 stars`. */
  readonly suffix: string;
}

type Of<K extends Ast['kind']> = Extract<Ast, { readonly kind: K }>;

const LADDER: readonly string[] = ['tier', 'since', 'held'];
const POINTS: readonly string[] = [
  ...['balance', 'pending', 'earned', 'used', 'expired'],
  ...['redemption_rate', 'breakage', 'liability', 'earn_burn'],
];
const EDGES: readonly string[] = ['start_of', 'end_of'];
const AGGREGATES: readonly string[] = [
  ...['count', 'sum', 'first', 'last', 'distinct', 'lowest', 'highest', 'any', 'streak', 'nps', 'csat'],
];

/** The events whose fields a scope holds. */
export function eventsOf(scope: EventScope | undefined, program: Declarations): readonly EventInfo[] {
  if (scope === undefined) return [];
  if (scope.among !== undefined) return scope.among;
  return scope.name
    .split(', ')
    .map((name) => program.events.get(name))
    .filter((event) => event !== undefined);
}

/** The program as questions may be asked of it: nothing that they find or count stays. */
export function quiet(program: Declarations): Declarations {
  return { ...program, findings: new Findings(), measures: [...program.measures] };
}

/**
 * Finds what the names in expressions mean, by having them checked: whatever the check asks about, it asks here too, with
 * the place and the type that it expects.
 */
export class UseFinder {
  readonly found: Use[] = [];
  private readonly program: Declarations;
  private readonly seen = new Set<Ast>();
  private readonly starts = new Set<number>();

  constructor(program: Declarations) {
    this.program = quiet(program);
  }

  /** Finds the names in an expression where it stands. */
  visit(ast: Ast, standing: Site, expected?: ValueType) {
    const check = (part: Ast, site: Site, wanted?: ValueType) => {
      this.observe(part, site, wanted);
      return checkExpression(part, site, wanted);
    };
    const site = { ...standing, program: this.program, check };
    check(ast, site, expected);
    this.unseen(ast, site);
  }

  /** What the check did not come to: the parts of a KPI, and what stands behind a mistake. */
  private unseen(ast: Ast, site: Site) {
    for (const part of childrenOf(ast)) {
      if (!this.seen.has(part) && !isSubject(ast, part)) site.check(part, site);
      this.unseen(part, site);
    }
  }

  /** Finds a name that stands by itself, outside expressions. */
  name(word: Identifier, kinds: readonly NameKind[]) {
    const kind = kinds.find((each) => this.has(each, word.name));
    if (kind !== undefined) this.add(word.span, [{ kind, name: word.name }]);
  }

  private has(kind: NameKind, name: string): boolean {
    const { program } = this;
    switch (kind) {
      case 'event':
        return program.events.has(name);
      case 'rule':
        return program.rules.has(name);
      case 'reward':
        return program.rewards.has(name);
      case 'ladder':
        return program.ladders.has(name);
      case 'period':
        return program.periods.get(name)?.span !== undefined;
      default:
        return true;
    }
  }

  private add(span: Span, of: readonly Named[], suffix = '') {
    if (of.length === 0 || this.starts.has(span.start)) return;
    this.starts.add(span.start);
    this.found.push({ span, of, suffix });
  }

  private observe(ast: Ast, site: Site, expected: ValueType | undefined) {
    this.seen.add(ast);
    switch (ast.kind) {
      case 'name':
        return this.add(ast.span, this.meant(ast.name, site, expected));
      case 'unit-number':
        return this.points(ast.unit);
      case 'member-access':
        if (ast.object.name === 'member')
          this.add(ast.property.span, [{ kind: 'attribute', name: ast.property.name }]);
        return;
      case 'compare':
        return this.sameAsThis(ast, site);
      case 'call':
        return this.call(ast, site);
      default:
        return;
    }
  }

  /** What a bare name means, in the order in which the check asks. */
  private meant(name: string, site: Site, expected: ValueType | undefined): readonly Named[] {
    const { program } = this;
    if (expected?.kind === 'word' && expected.words.includes(name)) return this.word(name, expected.words);
    if (expected?.kind === 'level' && program.ladders.get(expected.ladder)?.levels.includes(name) === true)
      return [{ kind: 'level', name, owner: expected.ladder }];
    if (site.special.has('earned') && name === 'earned') return [];
    if (site.special.has('reached') && name === 'reached') return [];
    const scope = site.filtered?.scope ?? site.event;
    const { line } = site;
    if (line?.fields.has(name) === true)
      return this.lists(line.name, scope).map((owner) => ({ kind: 'field', name, owner }));
    const fields = this.fields(name, scope);
    if (fields.length > 0) return fields;
    if (program.parameters.has(name)) return [{ kind: 'parameter', name }];
    const named = program.named.get(name);
    return named === undefined ? [] : [{ kind: named.kind, name }];
  }

  /** A word of data has no place of its own; the name of a reward has. */
  private word(name: string, words: readonly string[]): readonly Named[] {
    const { rewards } = this.program;
    return rewards.has(name) && words.length === rewards.size ? [{ kind: 'reward', name }] : [];
  }

  /** A field of the events of a scope, be it an attribute that `profile` brings. */
  private fields(name: string, scope: EventScope | undefined): readonly Named[] {
    return eventsOf(scope, this.program).flatMap((event): readonly Named[] => {
      if (!event.fields.has(name) && !event.derived.has(name)) return [];
      if (event.name === 'profile') return [{ kind: 'attribute', name }];
      return event.builtIn ? [] : [{ kind: 'field', name, owner: event.name }];
    });
  }

  private lists(list: string, scope: EventScope | undefined): readonly string[] {
    return eventsOf(scope, this.program)
      .filter((event) => event.fields.get(list)?.lines !== undefined)
      .map((event) => `${event.name}.${list}`);
  }

  /** `hotel = this.hotel`: of the event that is counted, and of the one at hand. */
  private sameAsThis(ast: Of<'compare'>, site: Site) {
    for (const [one, other] of [
      [ast.left, ast.right],
      [ast.right, ast.left],
    ] as const) {
      if (one.kind !== 'member-access' || one.object.name !== 'this') continue;
      this.seen.add(one).add(other);
      this.add(one.property.span, this.fields(one.property.name, site.event));
      if (other.kind === 'name') this.add(other.span, this.fields(other.name, site.filtered?.scope));
    }
  }

  private points(word: Identifier) {
    const name = resolveUnit(word.name, this.program);
    if (name === undefined || !this.program.points.has(name)) return;
    this.add(word.span, [{ kind: 'points', name }], word.name.slice(name.length));
  }

  period(word: Identifier) {
    const { periods } = this.program;
    const singular = word.name.endsWith('s') ? word.name.slice(0, -1) : word.name;
    const name = periods.has(word.name) ? word.name : singular;
    if (periods.get(name)?.span !== undefined)
      this.add(word.span, [{ kind: 'period', name }], word.name.slice(name.length));
  }

  /** The field by which one event takes back another: both have it. */
  share(word: Identifier, events: readonly string[]) {
    this.add(
      word.span,
      events.map((owner) => ({ kind: 'field', name: word.name, owner })),
    );
  }

  /** `per WORD` of a limit. */
  per(word: Identifier, site: Site) {
    const fields = this.fields(word.name, site.event);
    if (fields.length > 0) this.add(word.span, fields);
    else this.period(word);
  }

  /** `status.gold`. */
  level(ladder: Identifier, level: Identifier) {
    if (!this.program.ladders.has(ladder.name)) return;
    this.add(ladder.span, [{ kind: 'ladder', name: ladder.name }]);
    this.add(level.span, [{ kind: 'level', name: level.name, owner: ladder.name }]);
  }

  private window(window: AstWindow | undefined) {
    switch (window?.kind) {
      case 'this':
      case 'previous':
        return this.period(window.period);
      case 'ending':
        this.period(window.period);
        return this.period(window.endingPeriod);
      case 'last':
      case 'since':
      case 'between':
      case undefined:
        return;
    }
  }

  private call(call: Of<'call'>, site: Site) {
    const { name } = call.name;
    const [first, second] = call.arguments;
    this.window(call.clauses?.window);
    const word = first?.kind === 'name' ? { name: first.name, span: first.span } : undefined;
    if (AGGREGATES.includes(name)) return this.aggregate(call, site);
    if (LADDER.includes(name) && word !== undefined) return this.name(word, ['ladder']);
    if (POINTS.includes(name) && word !== undefined) {
      this.points(word);
      for (const by of call.clauses?.by ?? []) this.name(by, ['rule', 'reward']);
      return;
    }
    if (EDGES.includes(name) && word !== undefined) return this.period(word);
    if (name === 'award' && word !== undefined) {
      this.name(word, this.program.rules.has(word.name) ? ['rule'] : ['group']);
      if (second?.kind === 'name') this.points({ name: second.name, span: second.span });
    }
    if (name === 'change' && word !== undefined) this.name(word, ['kpi']);
  }

  private aggregate(call: Of<'call'>, site: Site) {
    const [subject] = call.arguments;
    const { happening, by = [] } = call.clauses ?? {};
    if (subject === undefined) return;
    const scope = site.filtered?.scope ?? site.event;
    const list = linesOf(subject, site);
    if (list !== undefined) {
      const own = this.fields(list.name, scope);
      if (subject.kind === 'name') return this.add(subject.span, own);
      if (subject.kind !== 'member-access') return;
      const { object, property } = subject;
      this.add(object.span, own);
      const owners = this.lists(list.name, scope);
      return this.add(
        property.span,
        owners.map((owner) => ({ kind: 'field', name: property.name, owner })),
      );
    }
    const word = subject.kind === 'name' ? { name: subject.name, span: subject.span } : undefined;
    if (happening !== undefined && word !== undefined) {
      this.points(word);
      for (const source of by) this.name(source, ['rule', 'reward']);
      return;
    }
    for (const period of by) this.period(period);
    if (word !== undefined) return this.name(word, ['event']);
    if (subject.kind !== 'member-access') return;
    this.eventField(subject.object, subject.property);
  }

  /** `purchase.amount`, or `status.gold`. */
  eventField(object: Identifier, property: Identifier) {
    const event = this.program.events.get(object.name);
    if (event === undefined) return this.level(object, property);
    this.add(object.span, [{ kind: 'event', name: object.name }]);
    this.add(property.span, this.fields(property.name, event));
  }
}

/** What a call names by its first argument is no value of its own. */
function isSubject(ast: Ast, part: Ast): boolean {
  if (ast.kind !== 'call' || part !== ast.arguments[0]) return false;
  const { name } = ast.name;
  return [...LADDER, ...POINTS, ...EDGES, ...AGGREGATES, 'award', 'change'].includes(name);
}
