import type { Localized, ValueType } from '../../schema/index.ts';
import {
  type Declarations,
  describeType,
  type FieldInfo,
  fieldIn,
  isNumeric,
  type Site,
  sameType,
} from '../check/index.ts';
import { childOf, type Node, textOf } from '../document/index.ts';
import type { Offer } from './completion.ts';
import type { Declared } from './inspection.ts';
import type { NameKind } from './names.ts';
import { eventsOf } from './uses.ts';

export const BUILT_IN: Readonly<Record<string, Localized>> = {
  enroll: { en: 'the member enrols', ja: '入会' },
  profile: { en: 'attributes of the member change', ja: '会員属性の変更' },
  redeem: { en: 'points are exchanged for a reward', ja: '特典との交換' },
};

const TYPES: Readonly<Record<string, Localized>> = {
  integer: { en: 'a whole number', ja: '整数' },
  number: { en: 'an exact number with decimals', ja: '小数を持つ正確な数' },
  date: { en: 'a day', ja: '日付' },
  datetime: { en: 'a day with a time', ja: '日時' },
  boolean: { en: 'yes or no', ja: 'はい・いいえ' },
  text: { en: 'any text', ja: '文字列' },
};

/** The sections of a program in which things of a kind are written. */
export const SECTION_OF: Partial<Readonly<Record<NameKind, string>>> = {
  parameter: 'parameters',
  period: 'periods',
  attribute: 'members',
  event: 'events',
  points: 'points',
  measure: 'measures',
  segment: 'segments',
  ladder: 'tiers',
  group: 'groups',
  rule: 'rules',
  reward: 'rewards',
  benefit: 'benefits',
  kpi: 'kpis',
  guardrail: 'guardrails',
};

/** What a program calls something, where it gives it a title. */
export function titleIn(root: Node, kind: NameKind, name: string): Localized | undefined {
  const section = SECTION_OF[kind];
  const node = section === undefined ? undefined : childOf(childOf(root, section), name);
  return node?.kind === 'map' ? textOf(childOf(node, 'title')) : undefined;
}

export function typeWords(type: ValueType | undefined, program: Declarations): Localized | undefined {
  return type && describeType(type, program.currency.code);
}

function withType(offer: Offer, type: ValueType | undefined, program: Declarations): Offer {
  const detail = typeWords(type, program);
  return detail === undefined ? offer : { ...offer, detail };
}

/** Names of one kind in the program. */
export function namesOf(kind: NameKind, declared: Declared, owner?: string): readonly Offer[] {
  const { program, root } = declared;
  const titled = (label: string, as: Offer['kind']): Offer => {
    const detail = titleIn(root, kind, label);
    return { label, kind: as, ...(detail && { detail }) };
  };
  switch (kind) {
    case 'parameter':
      return [...program.parameters.values()].map(({ name, type }) =>
        withType({ label: name, kind: 'parameter' }, type, program),
      );
    case 'measure':
    case 'segment':
      return [...program.named.values()]
        .filter((info) => info.kind === kind)
        .map(({ name, expr }) => withType({ label: name, kind }, expr?.type, program));
    case 'attribute':
      return [...program.attributes.values()].map(({ name, type }) =>
        withType({ label: name, kind: 'attribute' }, type.kind === 'value' ? type.type : undefined, program),
      );
    case 'event':
      return [...program.events.values()].map(({ name, builtIn }) => {
        const detail = builtIn ? BUILT_IN[name] : titleIn(root, 'event', name);
        return { label: name, kind: 'event', rank: builtIn ? 6 : 5, ...(detail && { detail }) };
      });
    case 'field':
      return owner === undefined ? [] : fieldsOf(owner, declared);
    case 'level':
      return (program.ladders.get(owner ?? '')?.levels ?? []).map((label) => ({ label, kind: 'level' }));
    case 'points':
      return [...program.points.keys()].map((label) => titled(label, 'points'));
    case 'ladder':
      return [...program.ladders.keys()].map((label) => titled(label, 'ladder'));
    case 'rule':
      return [...program.rules.keys()].map((label) => titled(label, 'rule'));
    case 'reward':
      return [...program.rewards.keys()].map((label) => titled(label, 'reward'));
    case 'period':
      return [...program.periods.keys()].map((label) => titled(label, 'period'));
    case 'group':
    case 'kpi':
    case 'benefit':
    case 'guardrail':
      return keysOf(root, SECTION_OF[kind] ?? '').map((label) =>
        titled(label, kind === 'kpi' ? 'kpi' : 'group'),
      );
    case 'case':
    case 'member':
    case 'happening':
    case 'assumption':
      return [];
  }
}

export function keysOf(root: Node, section: string): readonly string[] {
  const node = childOf(root, section);
  return node?.kind === 'map' ? node.entries.map(({ key }) => key) : [];
}

/** `purchase` or `purchase.items`. */
function fieldsOf(owner: string, { program }: Declared): readonly Offer[] {
  const [event = '', list] = owner.split('.');
  const fields = program.events.get(event)?.fields;
  const found = list === undefined ? fields : fields?.get(list)?.lines;
  return [...(found?.values() ?? [])].map((field) => fieldOffer(field, program));
}

function fieldOffer(field: FieldInfo, program: Declarations): Offer {
  const lines = { en: 'lines of the event', ja: 'イベントの明細' };
  const detail = field.lines === undefined ? typeWords(field.type, program) : lines;
  return { label: field.name, kind: 'field', ...(detail && { detail }) };
}

/** `status.gold`, for every level that can be reached. */
export function dottedLevels({ program }: Declared, base: boolean): readonly Offer[] {
  return [...program.ladders.values()].flatMap(({ name, levels }) =>
    levels.slice(base ? 0 : 1).map((level): Offer => ({ label: `${name}.${level}`, kind: 'level' })),
  );
}

/** The fields that a bare name may mean at a place. */
export function fieldsHere(site: Site): readonly (Offer & { readonly type: ValueType | undefined })[] {
  const { program } = site;
  const scope = site.filtered?.scope ?? site.event;
  const names = new Set<string>(scope?.fields.keys() ?? []);
  for (const event of eventsOf(scope, program)) for (const name of event.derived.keys()) names.add(name);
  const own = [...names].flatMap((name) => {
    const field = scope && fieldIn(scope, name, site);
    return field === undefined ? [] : [{ ...fieldOffer(field, program), rank: 2, type: field.type }];
  });
  const lines = [...(site.line?.fields.values() ?? [])].map((field) => ({
    ...fieldOffer(field, program),
    rank: 1,
    type: field.type,
  }));
  return [...lines, ...own];
}

/** The words or levels that a value of such a type may be. */
export function wordsOf(type: ValueType | undefined, program: Declarations): readonly Offer[] {
  if (type?.kind === 'word') return type.words.map((label) => ({ label, kind: 'word', rank: 0 }));
  if (type?.kind === 'level')
    return (program.ladders.get(type.ladder)?.levels ?? []).map((label) => ({
      label,
      kind: 'level',
      rank: 0,
    }));
  if (type?.kind === 'boolean') return ['yes', 'no'].map((label) => ({ label, kind: 'keyword', rank: 1 }));
  return [];
}

/** What may stand for a type in `events:` and `members:`. */
export function typesOf({ program }: Declared): readonly Offer[] {
  const money = { en: 'an amount of money', ja: '金額' };
  const ladder = { en: 'a level of this ladder', ja: 'この会員ランクの段階' };
  const points = { en: 'an amount of these points', ja: 'このポイントの数量' };
  const { code } = program.currency;
  return [
    ...(code === '' ? [] : [{ label: code, kind: 'type', detail: money } as const]),
    ...Object.entries(TYPES).map(([label, detail]): Offer => ({ label, kind: 'type', detail })),
    ...[...program.points.keys()].map((label): Offer => ({ label, kind: 'type', detail: points })),
    ...[...program.ladders.keys()].map((label): Offer => ({ label, kind: 'type', detail: ladder })),
  ];
}

/** How near a value of one type is to what is wanted: the smaller, the nearer. */
export function rankOf(type: ValueType | undefined, wanted: ValueType | undefined): number {
  if (wanted === undefined || type === undefined) return 4;
  if (sameType(type, wanted)) return 1;
  return isNumeric(type) && isNumeric(wanted) ? 5 : 7;
}
