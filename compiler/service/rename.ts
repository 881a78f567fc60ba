import type { Localized, Span, TextEdit } from '../../schema/index.ts';
import { durationUnit } from '../check/index.ts';
import { isReserved } from '../expression/index.ts';
import { checkText, type EditedKind } from './check-text.ts';
import type { Declared, Inspection } from './inspection.ts';
import type { Named, NameKind } from './names.ts';
import { BUILT_IN, keysOf, SECTION_OF } from './offers.ts';
import { allOf, occurrenceAt } from './whereabouts.ts';

/** What a rename comes to: edits in the documents that are open, or why there are none. */
export type Renaming =
  | {
      readonly kind: 'edits';
      readonly documents: readonly { readonly document: EditedKind; readonly edits: readonly TextEdit[] }[];
    }
  | { readonly kind: 'refused'; readonly reason: Localized };

const refused = (en: string, ja: string): Renaming => ({ kind: 'refused', reason: { en, ja } });

/** The name at an offset that can be given anew, without the plural `s` of a unit; or why there is none. */
export function renamableAt(
  inspection: Inspection,
  offset: number,
): { readonly span: Span; readonly name: string } | { readonly reason: Localized } {
  const occurrence = occurrenceAt(inspection, offset);
  const [named] = occurrence?.of ?? [];
  if (occurrence === undefined || named === undefined)
    return { reason: { en: 'there is no name here', ja: 'ここには名前がありません' } };
  if (isBuiltIn(named))
    return {
      reason: {
        en: `\`${named.name}\` belongs to the language and keeps its name`,
        ja: `\`${named.name}\` は言語に組み込まれた名前のため、変えられません`,
      },
    };
  const { start, end } = occurrence.span;
  return { span: { start, end: end - occurrence.suffix.length }, name: named.name };
}

function isBuiltIn({ kind, name }: Named): boolean {
  return (kind === 'event' && Object.hasOwn(BUILT_IN, name)) || (kind === 'attribute' && name === 'enrolled');
}

/** Gives what is named at an offset another name, in all documents that are open. */
export function renameAt(inspection: Inspection, offset: number, newName: string): Renaming {
  const found = renamableAt(inspection, offset);
  if ('reason' in found) return { kind: 'refused', reason: found.reason };
  const name = newName.normalize('NFC');
  const [named] = occurrenceAt(inspection, offset)?.of ?? [];
  const declared = inspection.declared();
  if (named === undefined || declared === undefined)
    return refused('there is no name here', 'ここには名前がありません');
  if (name === named.name) return { kind: 'edits', documents: [] };
  const form = wrongForm(name, named.kind);
  if (form !== undefined) return form;
  const places = allOf(inspection, [named]);
  const meant = places.flatMap(({ occurrence }) => occurrence.of);
  if (meant.some((each) => isTaken(name, each, declared)))
    return refused(
      `\`${name}\` is the name of something else already`,
      `\`${name}\` はすでに使われている名前です`,
    );
  const documents = (['program', 'tests', 'scenario'] as const)
    .map((document) => ({
      document,
      edits: places
        .filter((place) => place.document === document)
        .map(
          ({ span, occurrence }): TextEdit => ({
            span,
            text: `${name}${name.endsWith('s') ? '' : occurrence.suffix}`,
          }),
        ),
    }))
    .filter(({ edits }) => edits.length > 0);
  return breaks(inspection, documents) ?? { kind: 'edits', documents };
}

/** Names that stand in expressions only where nothing else can. */
const FREE: readonly NameKind[] = ['case', 'member', 'happening'];
const OWN_WORDS: readonly string[] = ['member', 'this', 'earned', 'reached', 'forever'];

function wrongForm(name: string, kind: NameKind): Renaming | undefined {
  const letters = FREE.includes(kind)
    ? /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*$/u
    : /^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u;
  if (!letters.test(name))
    return refused(
      'a name is made of letters, digits and `_`, and begins with a letter',
      '名前には文字、数字、`_` が使えます。先頭は文字にしてください',
    );
  if (!FREE.includes(kind) && (isReserved(name) || OWN_WORDS.includes(name)))
    return refused(`\`${name}\` is a word of the language`, `\`${name}\` は言語の語です`);
  return undefined;
}

/** Names that bare words in expressions may mean, and so share one space. */
const BARE: readonly NameKind[] = ['parameter', 'measure', 'segment', 'field'];

function isTaken(name: string, { kind, owner }: Named, { program, root }: Declared): boolean {
  if (BARE.includes(kind)) {
    const shared = program.parameters.has(name) || program.named.has(name);
    const words = wordsIn(program).has(name);
    const events = [...program.events.values()];
    const [event = ''] = (owner ?? '').split('.');
    const own = program.events.get(event);
    const fields = kind === 'field' ? (own === undefined ? [] : [own]) : events;
    const there = fields.some(
      ({ fields: all, derived }) =>
        all.has(name) ||
        derived.has(name) ||
        [...all.values()].some(({ lines }) => lines?.has(name) === true),
    );
    const key = kind === 'field' && ['reverses', 'title', 'description'].includes(name);
    return shared || words || key || there;
  }
  switch (kind) {
    case 'period':
      return program.periods.has(name) || program.periods.has(name.replace(/s$/, ''));
    case 'points':
      return program.points.has(name) || durationUnit(name) !== undefined || name === program.currency.code;
    case 'event':
      return program.events.has(name) || ['reach', 'lapse'].includes(name) || program.ladders.has(name);
    case 'ladder':
      return program.ladders.has(name) || program.events.has(name);
    case 'level':
      return (
        program.ladders.get(owner ?? '')?.levels.includes(name) === true ||
        name === 'otherwise' ||
        name === 'by'
      );
    case 'rule':
    case 'reward':
    case 'group':
      return program.rules.has(name) || program.rewards.has(name) || keysOf(root, 'groups').includes(name);
    case 'attribute':
      return program.attributes.has(name);
    default: {
      const section = SECTION_OF[kind];
      return section !== undefined && keysOf(root, section).includes(name);
    }
  }
}

/** Words and levels, which a comparison takes a bare name for before anything else. */
function wordsIn(program: Declared['program']): ReadonlySet<string> {
  const found = new Set<string>([...program.ladders.values()].flatMap(({ levels }) => levels));
  const types = [...program.events.values()].flatMap(({ fields }) =>
    [...fields.values()].flatMap((field) => [
      field.type,
      ...[...(field.lines?.values() ?? [])].map(({ type }) => type),
    ]),
  );
  for (const { type } of program.attributes.values()) if (type.kind === 'value') types.push(type.type);
  for (const type of types) if (type?.kind === 'word') for (const word of type.words) found.add(word);
  return found;
}

/** Refuses what would leave the program, or the scenario, with an error that it does not have. */
function breaks(
  inspection: Inspection,
  documents: readonly { readonly document: EditedKind; readonly edits: readonly TextEdit[] }[],
): Renaming | undefined {
  const textOf = (kind: EditedKind) => {
    const text = inspection.beside(kind)?.text;
    const edits = documents.find(({ document }) => document === kind)?.edits ?? [];
    return text === undefined ? undefined : edited(text, edits);
  };
  for (const { document } of documents) {
    const its = inspection.beside(document);
    const text = textOf(document);
    if (its === undefined || text === undefined) continue;
    const errors = its.diagnostics.filter(({ severity }) => severity === 'error').length;
    const after = checkText(document, text, textOf('program')).diagnostics.filter(
      ({ severity }) => severity === 'error',
    );
    const [first] = after;
    if (first === undefined || after.length <= errors) continue;
    return refused(
      `the program would break: ${first.message.en}`,
      `この名前ではプログラムが成り立ちません。${first.message.ja}`,
    );
  }
  return undefined;
}

/** A text with edits made that do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, { span, text: by }) => result.slice(0, span.start) + by + result.slice(span.end), text);
}
