import type { Localized, Span } from '../../schema/index.ts';
import { childOf, type MapNode, type Node, type ScalarNode, spanWithin, textOf } from '../document/index.ts';
import { functionNamed, KEYWORDS } from './functions.ts';
import type { Inspection } from './inspection.ts';
import { keySlot, type Named, type NameKind } from './names.ts';
import { BUILT_IN, SECTION_OF, typeWords } from './offers.ts';
import { describedAt, expressionAt } from './schema-places.ts';
import type { Path } from './spot.ts';
import { occurrenceAt } from './whereabouts.ts';

/** What an editor shows of the word under the pointer: paragraphs of Markdown. */
export interface Hover {
  readonly span: Span;
  readonly lines: readonly Localized[];
}

/** What figures can be shown about. */
export interface Subject {
  readonly kind: NameKind;
  readonly name: string;
  /** The event of a field, the ladder of a level. */
  readonly owner?: string;
}

const KIND_WORDS: Readonly<Record<NameKind, Localized>> = {
  parameter: { en: 'parameter', ja: 'パラメーター' },
  period: { en: 'period', ja: '期間' },
  attribute: { en: 'attribute of the member', ja: '会員属性' },
  event: { en: 'event', ja: 'イベント' },
  field: { en: 'field', ja: '項目' },
  points: { en: 'points', ja: 'ポイント' },
  measure: { en: 'measure', ja: '指標' },
  segment: { en: 'segment', ja: 'セグメント' },
  ladder: { en: 'ladder of tiers', ja: '会員ランクの体系' },
  level: { en: 'level', ja: '会員ランク' },
  group: { en: 'group of rules', ja: 'ルールのグループ' },
  rule: { en: 'rule', ja: 'ルール' },
  reward: { en: 'reward', ja: '特典' },
  benefit: { en: 'benefit', ja: '優待' },
  kpi: { en: 'KPI', ja: 'KPI' },
  guardrail: { en: 'guardrail', ja: 'ガードレール' },
  case: { en: 'case', ja: 'ケース' },
  member: { en: 'member', ja: '会員' },
  happening: { en: 'event of the case', ja: 'ケースのイベント' },
  assumption: { en: 'assumption', ja: '仮定' },
};

/** What stands at an offset: a name, a word of the language, or a key. */
export function hoverAt(inspection: Inspection, offset: number): Hover | undefined {
  const occurrence = occurrenceAt(inspection, offset);
  const [named] = occurrence?.of ?? [];
  if (occurrence !== undefined && named !== undefined)
    return { span: occurrence.span, lines: describe(named, occurrence.of, inspection) };
  const at = find(inspection.root(), [], offset);
  if (at === undefined) return undefined;
  if (at.kind === 'key') {
    const described = describedAt(inspection.kind, at.path);
    return described && { span: at.span, lines: [described] };
  }
  if (expressionAt(inspection.kind, at.path) === undefined) return undefined;
  const word = wordAt(at.scalar, offset);
  return word && languageHover(word, at.scalar);
}

/** What the words at an offset are about: the name there, else the entry that it stands in. */
export function subjectAt(inspection: Inspection, offset: number): Subject | undefined {
  const [named] = occurrenceAt(inspection, offset)?.of ?? [];
  if (named !== undefined) return named;
  let found: Subject | undefined;
  const visit = (node: Node, path: Path): void => {
    if (node.kind !== 'map') return;
    const slot = keySlot(inspection.kind, path, () => undefined);
    for (const { key, keySpan, value } of node.entries) {
      if (offset < keySpan.start || offset > Math.max(keySpan.end, value.span.end)) continue;
      const kind = slot?.defines === true ? slot.kinds[0] : undefined;
      if (kind !== undefined)
        found = { kind, name: key, ...(slot?.owner !== undefined && { owner: slot.owner }) };
      visit(value, [...path, key]);
    }
  };
  visit(inspection.root(), []);
  return found;
}

type At =
  | { readonly kind: 'key'; readonly path: Path; readonly span: Span }
  | { readonly kind: 'value'; readonly path: Path; readonly scalar: ScalarNode };

function find(node: Node, path: Path, offset: number): At | undefined {
  switch (node.kind) {
    case 'scalar':
      return offset >= node.span.start && offset <= node.span.end
        ? { kind: 'value', path, scalar: node }
        : undefined;
    case 'list':
      for (const [index, item] of node.items.entries()) {
        const found = find(item, [...path, index], offset);
        if (found !== undefined) return found;
      }
      return undefined;
    case 'map':
      for (const { key, keySpan, value } of node.entries) {
        if (offset >= keySpan.start && offset <= keySpan.end)
          return { kind: 'key', path: [...path, key], span: keySpan };
        const found = find(value, [...path, key], offset);
        if (found !== undefined) return found;
      }
      return undefined;
  }
}

interface Word {
  readonly text: string;
  readonly from: number;
}

function wordAt(scalar: ScalarNode, offset: number): Word | undefined {
  for (const match of scalar.text.matchAll(/[\p{L}_][\p{L}\p{M}\p{Nd}_]*/gu)) {
    const { start, end } = spanWithin(scalar, match.index, match.index + match[0].length);
    if (offset >= start && offset <= end) return { text: match[0], from: match.index };
  }
  return undefined;
}

function languageHover({ text, from }: Word, scalar: ScalarNode): Hover | undefined {
  const span = spanWithin(scalar, from, from + text.length);
  const called = scalar.text[from + text.length] === '(' ? functionNamed(text) : undefined;
  if (called !== undefined) {
    const signature = `\`${called.signature}\``;
    return { span, lines: [{ en: signature, ja: signature }, called.does] };
  }
  const keyword = Object.hasOwn(KEYWORDS, text) ? KEYWORDS[text] : undefined;
  return keyword && { span, lines: [keyword] };
}

function describe(named: Named, all: readonly Named[], inspection: Inspection): readonly Localized[] {
  const { kind, name } = named;
  const words = KIND_WORDS[kind];
  const owners = all.flatMap(({ owner }) => (owner === undefined ? [] : [`\`${owner}\``]));
  const of = owners.length === 0 ? '' : owners.join(', ');
  const type = typeOf(named, inspection);
  const head: Localized = {
    en: `**${name}**: ${words.en}${of === '' ? '' : ` of ${of}`}${type === undefined ? '' : `, ${type.en}`}`,
    ja: `**${name}**：${of === '' ? '' : `${of} の`}${words.ja}${type === undefined ? '' : `（${type.ja}）`}`,
  };
  const builtIn = kind === 'event' && Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  return [head, ...(builtIn === undefined ? [] : [builtIn]), ...written(named, inspection)];
}

/** The type and unit of what has a value. */
function typeOf({ kind, name, owner }: Named, inspection: Inspection): Localized | undefined {
  const program = inspection.declared()?.program;
  if (program === undefined) return undefined;
  switch (kind) {
    case 'parameter':
      return typeWords(program.parameters.get(name)?.type, program);
    case 'measure':
    case 'segment':
      return typeWords(program.named.get(name)?.expr?.type, program);
    case 'attribute': {
      const type = program.attributes.get(name)?.type;
      return type?.kind === 'value' ? typeWords(type.type, program) : undefined;
    }
    case 'field': {
      const [event = '', list] = owner?.split('.') ?? [];
      const fields = program.events.get(event)?.fields;
      const field = list === undefined ? fields?.get(name) : fields?.get(list)?.lines?.get(name);
      return field?.lines === undefined ? typeWords(field?.type, program) : { en: 'lines', ja: '明細' };
    }
    default:
      return undefined;
  }
}

/** Longer definitions are seen where they stand. */
const LONGEST = 400;

/** Title, description and definition, as they are written in the document that defines the name. */
function written(named: Named, inspection: Inspection): readonly Localized[] {
  for (const source of [inspection.program(), inspection]) {
    const node = source && definition(named, source.root());
    if (source === undefined || node === undefined) continue;
    const title = node.kind === 'map' ? textOf(childOf(node, 'title')) : undefined;
    const about = node.kind === 'map' ? textOf(childOf(node, 'description')) : undefined;
    const text = source.text.slice(node.span.start, node.span.end);
    const line = source.text.lastIndexOf('\n', node.span.start - 1) + 1;
    const indent =
      node.kind === 'map' && /^ +$/.test(source.text.slice(line, node.span.start))
        ? node.span.start - line
        : 0;
    const plain = text.replaceAll(`\n${' '.repeat(indent)}`, '\n');
    const code = `\`\`\`yaml\n${plain}\n\`\`\``;
    const shown = plain.trim() !== '' && plain.length <= LONGEST ? [{ en: code, ja: code }] : [];
    return [...(title === undefined ? [] : [title]), ...(about === undefined ? [] : [about]), ...shown];
  }
  return [];
}

function definition({ kind, name, owner }: Named, root: MapNode): Node | undefined {
  if (kind === 'level') return childOf(childOf(childOf(childOf(root, 'tiers'), owner ?? ''), 'levels'), name);
  if (kind === 'field') {
    const [event = '', list] = owner?.split('.') ?? [];
    const fields = childOf(childOf(root, 'events'), event);
    return list === undefined ? childOf(fields, name) : childOf(childOf(childOf(fields, list), 'each'), name);
  }
  const section = SECTION_OF[kind];
  return section === undefined ? undefined : childOf(childOf(root, section), name);
}
