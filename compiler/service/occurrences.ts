import type { Span } from '../../schema/index.ts';
import { childOf, type MapNode, type Node, type ScalarNode, spanWithin } from '../document/index.ts';
import {
  parseExpression,
  parseLimit,
  parseReverses,
  parseReview,
  parseSettle,
  parseTarget,
  parseTrigger,
} from '../expression/index.ts';
import type { Declared, Inspection } from './inspection.ts';
import { isName, keySlot, type Named, type NameKind, type NameSlot, valueSlot } from './names.ts';
import { expressionAt } from './schema-places.ts';
import type { Path } from './spot.ts';
import { standingAt } from './standing.ts';
import { UseFinder } from './uses.ts';

/** A place in a document where something is named. */
export interface Occurrence {
  readonly span: Span;
  readonly of: readonly Named[];
  readonly suffix: string;
  /** Whether the name is given here. */
  readonly defines: boolean;
}

/** Everything that is named in a document, in the order of its text. */
export function occurrencesIn(inspection: Inspection): readonly Occurrence[] {
  const declared = inspection.declared();
  if (declared === undefined) return [];
  const reader = new OccurrenceReader(inspection, declared);
  reader.node(inspection.root(), []);
  return reader.all();
}

class OccurrenceReader {
  private readonly found: Occurrence[] = [];
  private readonly finder: UseFinder;
  private readonly inspection: Inspection;
  private readonly declared: Declared;

  constructor(inspection: Inspection, declared: Declared) {
    this.inspection = inspection;
    this.declared = declared;
    this.finder = new UseFinder(declared.program);
  }

  all(): readonly Occurrence[] {
    const uses = this.finder.found.map((use) => ({ ...use, defines: false }));
    return [...this.found, ...uses].sort((a, b) => a.span.start - b.span.start);
  }

  /** Path of an expression in the program that it is laid over. */
  private inProgram(path: Path): Path {
    switch (this.inspection.kind) {
      case 'program':
        return path;
      case 'scenario':
        return path[0] === 'changes' ? path.slice(1) : [];
      case 'tests':
        return path[0] === 'cases' ? path.slice(2) : [];
    }
  }

  node(node: Node, path: Path) {
    switch (node.kind) {
      case 'map':
        return this.map(node, path);
      case 'list':
        node.items.forEach((item, index) => {
          this.node(item, [...path, index]);
        });
        return;
      case 'scalar':
        return this.scalar(node, path);
    }
  }

  private map(map: MapNode, path: Path) {
    const slot = keySlot(this.inspection.kind, path, (of) => this.eventAt(of));
    const table = this.tableTypes(map, path);
    for (const entry of map.entries) {
      if (slot !== undefined && isName(slot, entry.key)) this.add(entry.key, entry.keySpan, slot);
      this.node(entry.value, [...path, entry.key]);
    }
    if (table !== undefined) this.tableKeys(map, table);
  }

  /** The event of an entry of a tests document. */
  private eventAt(path: Path): string | undefined {
    let node: Node | undefined = this.inspection.root();
    for (const step of path)
      node =
        typeof step === 'string' ? childOf(node, step) : node?.kind === 'list' ? node.items[step] : undefined;
    const event = childOf(node, 'event');
    return event?.kind === 'scalar' ? event.text : undefined;
  }

  private add(name: string, span: Span, slot: NameSlot) {
    const kind =
      slot.kinds.find((each) => this.known(each, name, slot.owner)) ??
      (slot.kinds.length === 1 ? slot.kinds[0] : undefined);
    if (kind === undefined) return;
    const { owner } = slot;
    const of = [{ kind, name, ...(owner !== undefined && { owner }) }];
    this.found.push({ span, of, suffix: '', defines: slot.defines });
  }

  private known(kind: NameKind, name: string, owner: string | undefined): boolean {
    const { program } = this.declared;
    switch (kind) {
      case 'points':
        return program.points.has(name);
      case 'ladder':
        return program.ladders.has(name);
      case 'rule':
        return program.rules.has(name);
      case 'reward':
        return program.rewards.has(name);
      case 'level':
        return owner !== undefined && program.ladders.get(owner)?.levels.includes(name) === true;
      default:
        return false;
    }
  }

  private scalar(scalar: ScalarNode, path: Path) {
    const { kind } = this.inspection;
    if (scalar.text === '') return;
    const slot = valueSlot(kind, path);
    if (slot !== undefined) return this.named(scalar, slot);
    if (kind === 'tests') this.testValue(scalar, path);
    if (kind === 'scenario' && path[0] === 'remove') return this.removed(scalar);
    const place = expressionAt(kind, path);
    if (place?.type === 'field') {
      const { value } = parseExpression(scalar);
      if (value.kind === 'member-access') this.finder.eventField(value.object, value.property);
      return;
    }
    if (place !== undefined) return this.expression(scalar, place.entry, path);
    if (kind === 'scenario' && path[0] === 'response' && path.at(-1) === 'within')
      this.expression(scalar, 'expression', path);
  }

  private named(scalar: ScalarNode, slot: NameSlot) {
    const name = scalar.text.normalize('NFC');
    const dot = scalar.text.indexOf('.');
    const span = textSpan(scalar, 0, scalar.text.length);
    if (slot.dotted !== true || dot < 0) return this.add(name, span, slot);
    const [ladder, level] = [scalar.text.slice(0, dot), scalar.text.slice(dot + 1)];
    this.finder.level(
      { name: ladder.normalize('NFC'), span: textSpan(scalar, 0, dot) },
      { name: level.normalize('NFC'), span: textSpan(scalar, dot + 1, scalar.text.length) },
    );
  }

  /** Values of an event in a tests document: a reward, or a level. */
  private testValue(scalar: ScalarNode, path: Path) {
    const [, , part, , group, field] = path;
    if (part !== 'events' || group !== 'fields' || path.length !== 6) return;
    const event = this.declared.program.events.get(this.eventAt(path.slice(0, 4)) ?? '');
    const type = event?.fields.get(String(field))?.type;
    const name = scalar.text.normalize('NFC');
    const span = textSpan(scalar, 0, scalar.text.length);
    if (event?.name === 'redeem' && field === 'reward')
      this.add(name, span, { kinds: ['reward'], defines: false });
    if (type?.kind === 'level')
      this.add(name, span, { kinds: ['level'], owner: type.ladder, defines: false });
  }

  /** `rules.win_back`: each step is a key of the program. */
  private removed(scalar: ScalarNode) {
    const steps = scalar.text.split('.');
    const path: string[] = [];
    let at = 0;
    for (const step of steps) {
      const slot = keySlot('program', path, () => undefined);
      const name = step.normalize('NFC');
      if (slot !== undefined && isName(slot, name))
        this.add(name, textSpan(scalar, at, at + step.length), { ...slot, defines: false });
      path.push(name);
      at += step.length + 1;
    }
  }

  private expression(scalar: ScalarNode, entry: string, path: Path) {
    const { finder } = this;
    const { site } = standingAt(this.declared, this.inProgram(path));
    switch (entry) {
      case 'trigger': {
        const { value } = parseTrigger(scalar);
        if (value.kind === 'reach' || value.kind === 'lapse') finder.level(value.ladder, value.level);
        if (value.kind !== 'name') return;
        if (path.includes('every')) finder.period(value.name);
        else finder.name(value.name, ['event']);
        return;
      }
      case 'review': {
        const { value } = parseReview(scalar);
        if (value.kind === 'every') finder.period(value.period);
        return;
      }
      case 'reverses': {
        const { value } = parseReverses(scalar);
        if (value === undefined) return;
        finder.name(value.event, ['event']);
        const own = this.inProgram(path)[1];
        if (value.by !== undefined) finder.share(value.by, [value.event.name, String(own)]);
        return;
      }
      case 'limit':
      case 'settle': {
        const { value } = entry === 'limit' ? parseLimit(scalar) : { value: settle(scalar) };
        finder.visit(value.amount, site);
        for (const word of value.per)
          if (entry === 'limit') finder.per(word, site);
          else finder.period(word);
        return;
      }
      case 'target':
        return finder.visit(parseTarget(scalar).value.value, site);
      case 'duration':
        return;
      default:
        return finder.visit(parseExpression(scalar).value, site);
    }
  }

  /** The ladders by which a table is read, from the outermost key in; undefined for what is no table. */
  private tableTypes(map: MapNode, path: Path): readonly (string | undefined)[] | undefined {
    const by = childOf(map, 'by');
    if (by === undefined || !this.inProgram(path).includes('parameters')) return undefined;
    return (by.kind === 'list' ? by.items : [by]).map((item) => {
      if (item.kind !== 'scalar') return undefined;
      const ast = parseExpression(item).value;
      const { site } = standingAt(this.declared, ['parameters']);
      const type = site.check(ast, {
        ...site,
        program: { ...site.program, measures: [...site.program.measures] },
      })?.type;
      return type?.kind === 'level' ? `ladder ${type.ladder}` : isReward(ast) ? 'reward' : undefined;
    });
  }

  private tableKeys(map: MapNode, types: readonly (string | undefined)[]) {
    const [type, ...inner] = types;
    for (const { key, keySpan, value } of map.entries) {
      if (key === 'by' || key === 'otherwise') continue;
      if (type === 'reward') this.add(key, keySpan, { kinds: ['reward'], defines: false });
      else if (type !== undefined)
        this.add(key, keySpan, { kinds: ['level'], owner: type.slice('ladder '.length), defines: false });
      if (value.kind === 'map' && inner.length > 0) this.tableKeys(value, inner);
    }
  }
}

function isReward(ast: { readonly kind: string; readonly name?: unknown }): boolean {
  return ast.kind === 'name' && ast.name === 'reward';
}

function settle(scalar: ScalarNode) {
  const { value } = parseSettle(scalar);
  return { amount: value.amount, per: value.period === undefined ? [] : [value.period] };
}

function textSpan(scalar: ScalarNode, start: number, end: number): Span {
  return spanWithin(scalar, start, end);
}
