import type { ExpressionPlace } from '../../schema/index.ts';
import { childOf, type Node } from '../document/index.ts';
import { type Completion, literal, type Offer, placed } from './completion.ts';
import { expressionOffers } from './expression-offers.ts';
import { formOffers } from './form-offers.ts';
import type { Declared, Inspection } from './inspection.ts';
import { keySlot, valueSlot } from './names.ts';
import { dottedLevels, namesOf, typesOf, wordsOf } from './offers.ts';
import { type AllowedKey, expressionAt, holdsAt, keysAt, wordsAt } from './schema-places.ts';
import { newEntries, skeleton } from './snippets.ts';
import { type Path, type Spot, spotAt } from './spot.ts';
import { standingAt } from './standing.ts';
import { typingAt } from './typing.ts';

/** What may be written at a place of the text, the nearest first; whoever shows them sifts them by what is written already. */
export function completionsAt(inspection: Inspection, offset: number): readonly Completion[] {
  const spot = spotAt(inspection.text, offset);
  if (spot === undefined) return [];
  return spot.kind === 'key' ? keyCompletions(inspection, spot) : valueCompletions(inspection, spot, offset);
}

function keyCompletions(
  inspection: Inspection,
  spot: Extract<Spot, { readonly kind: 'key' }>,
): readonly Completion[] {
  const { kind } = inspection;
  const present = spot.map.entries.map(({ key, optional }) => (optional ? `${key}?` : key));
  const offers = keyOffers(inspection, spot.path, present).map((offer) =>
    spot.complete ? { ...offer, insert: offer.label, snippet: false } : spot.braces ? inBraces(offer) : offer,
  );
  const empty = kind === 'program' && spot.path.length === 0 && present.length === 0;
  return placed(empty && !spot.complete ? [skeleton(), ...offers] : offers, spot.replace);
}

/** Entries in braces stand on one line. */
function inBraces(offer: Offer): Offer {
  if (offer.insert?.includes('\n') !== true) return offer;
  return { ...offer, insert: `${offer.label}: \${1}`, snippet: true };
}

/** Keys for a map: those with a meaning of their own, and the names that may be meant. */
function keyOffers(inspection: Inspection, path: Path, present: readonly string[]): readonly Offer[] {
  const { kind } = inspection;
  const declared = inspection.declared();
  const taken = new Set(present.map((key) => key.replace(/\?$/, '')));
  const own = keysAt(kind, path, present).map(keyOffer);
  const slot = keySlot(kind, path, (of) => eventOf(inspection.root(), of));
  const names =
    slot === undefined || declared === undefined
      ? []
      : slot.kinds.flatMap((each) => namesOf(each, declared, slot.owner));
  const used = slot?.defines === true && kind === 'program' ? [] : names;
  const members = kind === 'tests' && path.at(-1) === 'ledger' ? membersOf(inspection, path) : [];
  const added = [...used, ...members]
    .filter(({ label }) => !taken.has(label))
    .map((offer): Offer => ({ ...offer, insert: `${literal(offer.label)}: $0`, snippet: true, rank: 2 }));
  return [...own, ...added, ...newEntries(kind, path, declared), ...tableKeys(inspection, path, taken)];
}

function keyOffer({ key, required, describes, holds }: AllowedKey): Offer {
  return {
    label: key,
    kind: 'key',
    insert:
      key === 'kizuna'
        ? 'kizuna: 1'
        : `${key}:${holds.scalar ? ' $0' : holds.list && !holds.map ? '\n  - $0' : '\n  $0'}`,
    snippet: key !== 'kizuna',
    rank: required ? 0 : 3,
    ...(describes && { documentation: describes }),
  };
}

/** Keys of a table: the levels or words by which it is read. */
function tableKeys(inspection: Inspection, path: Path, taken: ReadonlySet<string>): readonly Offer[] {
  const declared = inspection.declared();
  const map = nodeAt(inspection.root(), path);
  const by = childOf(map, 'by');
  if (declared === undefined || by?.kind !== 'scalar' || !path.includes('parameters')) return [];
  const { site } = standingAt(declared, ['parameters']);
  const { wanted } = typingAt(`${by.text} = `, site);
  const type = wanted.kind === 'operand' ? wanted.type : undefined;
  const words = wordsOf(type, declared.program).filter(({ label }) => !taken.has(label));
  return words.map((offer) => ({ ...offer, insert: `${literal(offer.label)}: $0`, snippet: true, rank: 1 }));
}

function nodeAt(root: Node | undefined, path: Path): Node | undefined {
  let node = root;
  for (const step of path)
    node =
      typeof step === 'string' ? childOf(node, step) : node?.kind === 'list' ? node.items[step] : undefined;
  return node;
}

/** The event of an entry of a tests document. */
function eventOf(root: Node, path: Path): string | undefined {
  const event = childOf(nodeAt(root, path), 'event');
  return event?.kind === 'scalar' ? event.text : undefined;
}

function membersOf(inspection: Inspection, path: Path): readonly Offer[] {
  const members = nodeAt(inspection.root(), [...path.slice(0, 2), 'members']);
  return (members?.kind === 'map' ? members.entries : []).map(({ key }) => ({ label: key, kind: 'member' }));
}

function valueCompletions(
  inspection: Inspection,
  spot: Extract<Spot, { readonly kind: 'value' }>,
  offset: number,
): readonly Completion[] {
  const { kind } = inspection;
  const { path, before, after } = spot;
  const offers: Offer[] = [];
  const declared = inspection.declared();
  const place = expressionAt(kind, path);
  let written = /[\p{L}\p{N}_-][\p{L}\p{M}\p{N}_.:/+-]*$/u.exec(before)?.[0].length ?? 0;
  const words = wordsAt(kind, path);
  const firstKey = spot.alone && /^[\p{L}\p{M}\p{N}_-]*$/u.test(before);
  if (firstKey && holdsAt(kind, path).map) offers.push(...keyOffers(inspection, path, []));
  if (place !== undefined && declared !== undefined) {
    const expression = inExpression(inspection, declared, place, path, before);
    offers.push(...expression.offers);
    written = expression.written;
  } else offers.push(...words.map((label): Offer => ({ label, kind: 'value' })));
  if (declared !== undefined && place === undefined) offers.push(...namedValues(inspection, declared, path));
  offers.push(...plainValues(kind, path));
  const rest = written > 0 ? (/^[\p{L}\p{M}\p{N}_]*/u.exec(after)?.[0].length ?? 0) : 0;
  const start = spot.at(before.length - written);
  return placed(offers, { start: Math.min(start, offset), end: offset + rest });
}

function inExpression(
  inspection: Inspection,
  declared: Declared,
  place: ExpressionPlace,
  path: Path,
  before: string,
): { readonly offers: readonly Offer[]; readonly written: number } {
  const inProgram =
    inspection.kind === 'scenario' ? path.slice(1) : inspection.kind === 'tests' ? path.slice(2) : path;
  const form = formOffers(place.entry, inProgram, before, declared);
  if (form !== undefined) return form;
  const typing = typingAt(before, standingAt(declared, inProgram).site);
  const rules = [...declared.program.rules.keys()];
  const own = rules.indexOf(String(inProgram[1]));
  const above = new Set(inProgram[0] === 'rules' && own >= 0 ? rules.slice(0, own) : rules);
  return { offers: expressionOffers(typing, place, declared, above), written: typing.written };
}

/** Names that may stand as a value. */
function namedValues(inspection: Inspection, declared: Declared, path: Path): readonly Offer[] {
  const { kind } = inspection;
  const slot = valueSlot(kind, path);
  if (kind === 'tests') return testValues(inspection, declared, path);
  if (slot === undefined || slot.defines) return [];
  if (slot.kinds.includes('points') && slot.kinds.includes('ladder')) return typesOf(declared);
  const names = slot.kinds.flatMap((each) => namesOf(each, declared, slot.owner));
  if (slot.dotted === true) return [...names, ...dottedLevels(declared, true)];
  const { program } = declared;
  return slot.kinds[0] === 'level'
    ? names.filter(({ label }) => label !== program.ladders.get(slot.owner ?? '')?.levels[0])
    : names;
}

function testValues(inspection: Inspection, declared: Declared, path: Path): readonly Offer[] {
  const slot = valueSlot('tests', path);
  const { program } = declared;
  if (slot?.kinds.includes('member') === true) return membersOf(inspection, path);
  if (slot?.kinds.includes('happening') === true && !slot.defines) return happeningsOf(inspection, path);
  if (slot !== undefined && !slot.defines) {
    const names = slot.kinds.flatMap((each) =>
      each === 'level' && slot.dotted === true ? [] : namesOf(each, declared, slot.owner),
    );
    return slot.dotted === true ? [...names, ...dottedLevels(declared, true)] : names;
  }
  const [, , part, index, group, field, , inner] = path;
  if (part === 'members' && path.length === 5) {
    const type = program.attributes.get(String(group))?.type;
    return type?.kind === 'value' ? wordsOf(type.type, program) : [];
  }
  if (part !== 'events' || group !== 'fields' || typeof index !== 'number') return [];
  const fields = program.events.get(eventOf(inspection.root(), path.slice(0, 4)) ?? '')?.fields;
  const own = fields?.get(String(field));
  return wordsOf(path.length === 6 ? own?.type : own?.lines?.get(String(inner))?.type, program);
}

function happeningsOf(inspection: Inspection, path: Path): readonly Offer[] {
  const events = nodeAt(inspection.root(), [...path.slice(0, 2), 'events']);
  return (events?.kind === 'list' ? events.items : []).flatMap((item): readonly Offer[] => {
    const id = childOf(item, 'id');
    return id?.kind === 'scalar' && id.text !== '' ? [{ label: id.text, kind: 'value' }] : [];
  });
}

const CURRENCIES = [
  'JPY',
  'USD',
  'EUR',
  'GBP',
  'CNY',
  'KRW',
  'TWD',
  'HKD',
  'SGD',
  'THB',
  'AUD',
  'CAD',
  'CHF',
];
const ZONES = [
  ...['Asia/Tokyo', 'UTC', 'Asia/Seoul', 'Asia/Shanghai', 'Asia/Taipei', 'Asia/Singapore', 'Asia/Bangkok'],
  ...['Europe/London', 'Europe/Paris', 'Europe/Berlin', 'America/New_York', 'America/Chicago'],
  ...['America/Los_Angeles', 'Australia/Sydney'],
];

function plainValues(kind: Inspection['kind'], path: Path): readonly Offer[] {
  if (kind !== 'program' || path.length !== 1) return [];
  const values = path[0] === 'currency' ? CURRENCIES : path[0] === 'timezone' ? ZONES : [];
  const offers =
    path[0] === 'revisit' ? ['every 6 months', 'every 3 months', 'every year', 'every month'] : values;
  return offers.map((label): Offer => ({ label, kind: 'value' }));
}
