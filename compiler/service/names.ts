import type { EditedKind } from './check-text.ts';
import type { Path } from './spot.ts';

/** What a name can be the name of. */
export type NameKind =
  | 'parameter'
  | 'period'
  | 'attribute'
  | 'event'
  | 'field'
  | 'points'
  | 'measure'
  | 'segment'
  | 'ladder'
  | 'level'
  | 'group'
  | 'rule'
  | 'reward'
  | 'benefit'
  | 'kpi'
  | 'guardrail'
  | 'case'
  | 'member'
  | 'happening'
  | 'assumption';

/** Something that has a name. `owner`: the event of a field (`purchase`, `purchase.items`), the ladder of a level, the case of a member. */
export interface Named {
  readonly kind: NameKind;
  readonly name: string;
  readonly owner?: string;
}

/** What names in a place are names of. */
export interface NameSlot {
  readonly kinds: readonly NameKind[];
  readonly owner?: string;
  /** Whether the name is given here, rather than used. */
  readonly defines: boolean;
  /** `status.gold` and the like: a level with its ladder before it. */
  readonly dotted?: true;
}

/** Two names that are the same thing have the same key. */
export function keyOf({ kind, name, owner = '' }: Named): string {
  return `${kind} ${owner} ${name}`;
}

const defines = (kind: NameKind, owner?: string): NameSlot => ({
  kinds: [kind],
  defines: true,
  ...(owner !== undefined && { owner }),
});
const uses = (kinds: readonly NameKind[], owner?: string): NameSlot => ({
  kinds,
  defines: false,
  ...(owner !== undefined && { owner }),
});

const SECTIONS: Readonly<Record<string, NameKind>> = {
  parameters: 'parameter',
  periods: 'period',
  members: 'attribute',
  events: 'event',
  points: 'points',
  measures: 'measure',
  tiers: 'ladder',
  groups: 'group',
  rules: 'rule',
  rewards: 'reward',
  benefits: 'benefit',
  segments: 'segment',
  kpis: 'kpi',
  guardrails: 'guardrail',
};

/** Keys beside the names in a map of names. */
const OWN_KEYS: readonly string[] = ['reverses', 'title', 'description', 'until'];

/** What the keys of a map are names of; `event` tells the event of an entry of a tests document. */
export function keySlot(
  kind: EditedKind,
  path: Path,
  event: (path: Path) => string | undefined,
): NameSlot | undefined {
  switch (kind) {
    case 'program':
      return programKeys(path);
    case 'tests':
      return testsKeys(path, event);
    case 'scenario':
      if (path[0] === 'changes') return programKeys(path.slice(1));
      return path.join('.') === 'response.assumptions' ? defines('assumption') : undefined;
  }
}

function programKeys(path: Path): NameSlot | undefined {
  const [section, name, part, inner] = path;
  const of = typeof section === 'string' && Object.hasOwn(SECTIONS, section) ? SECTIONS[section] : undefined;
  if (of === undefined) return undefined;
  if (path.length === 1) return defines(of);
  if (path.length === 2 && section === 'events') return defines('field', String(name));
  if (path.length === 4 && section === 'events' && inner === 'each')
    return defines('field', `${name}.${part}`);
  if (path.length === 3 && section === 'tiers' && part === 'levels') return defines('level', String(name));
  if (path.length === 3 && section === 'rules' && part === 'hold') return uses(['ladder']);
  return undefined;
}

const STATE: Readonly<Record<string, NameKind>> = {
  balance: 'points',
  pending: 'points',
  tier: 'ladder',
  held: 'ladder',
  since: 'ladder',
  segments: 'segment',
};

function testsKeys(path: Path, event: (path: Path) => string | undefined): NameSlot | undefined {
  const [cases, name, part, index, group, list] = path;
  if (cases !== 'cases') return undefined;
  if (path.length === 1) return defines('case');
  const owner = String(name);
  if (part === 'parameters') return path.length === 3 ? uses(['parameter']) : undefined;
  if (part === 'members')
    return path.length === 3 ? defines('member', owner) : path.length === 4 ? uses(['attribute']) : undefined;
  if (part === 'events' && group === 'fields') {
    const of = event(path.slice(0, 4));
    if (of === undefined) return undefined;
    if (of === 'profile') return path.length === 5 ? uses(['attribute']) : undefined;
    if (path.length === 5) return uses(['field'], of);
    return path.length === 7 ? uses(['field'], `${of}.${list}`) : undefined;
  }
  if (part !== 'expect') return undefined;
  if (index === 'ledger') return path.length === 4 ? uses(['member'], owner) : undefined;
  const of = index === 'state' && path.length === 6 && typeof list === 'string' ? STATE[list] : undefined;
  return of && uses([of]);
}

/** What a value is a name of. */
export function valueSlot(kind: EditedKind, path: Path): NameSlot | undefined {
  switch (kind) {
    case 'program':
      return programValues(path);
    case 'tests':
      return testsValues(path);
    case 'scenario':
      return path[0] === 'changes' ? programValues(path.slice(1)) : responseValues(path);
  }
}

function programValues(path: Path): NameSlot | undefined {
  const [section, name, part, inner] = path;
  if (part === 'aimed_at' && path.length <= 4) return uses(['segment']);
  if (section === 'rules' && part === 'group' && path.length === 3) return uses(['group']);
  if (section === 'rules' && part === 'hold' && path.length === 4 && inner !== 'until')
    return uses(['level'], String(inner));
  if (section === 'benefits' && part === 'per' && path.length === 3) return uses(['event']);
  if (section === 'tiers' && part === 'base' && path.length === 3) return defines('level', String(name));
  return isType(path) ? uses(['points', 'ladder']) : undefined;
}

/** Whether a type stands in a place: of an attribute, a field, or a field of lines. */
function isType(path: Path): boolean {
  const [section] = path;
  const last = path.at(-1);
  if (typeof last === 'string' && ['title', 'description', 'en', 'ja'].includes(last)) return false;
  const plain = last === 'type' ? path.length - 1 : path.length;
  if (section === 'members') return plain === 2;
  if (section !== 'events' || path[2] === 'reverses') return false;
  return plain === 3 || (plain === 5 && path[3] === 'each');
}

function testsValues(path: Path): NameSlot | undefined {
  const [cases, name, part, index, key, inner, last] = path;
  if (cases !== 'cases') return undefined;
  const owner = String(name);
  if (part === 'events' && path.length === 5) {
    if (key === 'event') return uses(['event']);
    if (key === 'member') return uses(['member'], owner);
    if (key === 'of') return uses(['happening'], owner);
    return key === 'id' ? defines('happening', owner) : undefined;
  }
  if (part !== 'expect') return undefined;
  const column = path.at(-1);
  if (index === 'state') {
    if (path.length === 6 && inner === 'member') return uses(['member'], owner);
    return path.length === 7 && inner === 'tier' ? uses(['level'], String(last)) : undefined;
  }
  switch (column) {
    case 'member':
      return uses(['member'], owner);
    case 'what':
      return { ...uses(['points', 'level']), dotted: true };
    case 'by':
      return uses(['rule', 'reward']);
    case 'in':
      return uses(['rule', 'reward']);
    case 'cause':
    case 'id':
    case 'event':
      return uses(['happening'], owner);
    default:
      return undefined;
  }
}

function responseValues(path: Path): NameSlot | undefined {
  const [response, assumptions, , key] = path;
  if (response !== 'response' || assumptions !== 'assumptions' || path.length !== 4) return undefined;
  if (key === 'segment') return uses(['segment']);
  if (key === 'tier') return { ...uses(['level']), dotted: true };
  if (key === 'near') return { ...uses(['reward', 'level']), dotted: true };
  return key === 'event' ? uses(['event']) : undefined;
}

/** Whether a key of a map of names is one of them. */
export function isName(slot: NameSlot, key: string): boolean {
  if (slot.kinds[0] === 'field' && slot.owner?.includes('.') !== true)
    return !OWN_KEYS.slice(0, 3).includes(key);
  return !(slot.kinds[0] === 'ladder' && !slot.defines && key === 'until');
}
