import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { inspectText } from '../../compiler/service/inspection.ts';
import type { Named } from '../../compiler/service/names.ts';
import { occurrencesIn } from '../../compiler/service/occurrences.ts';
import { edited, renameAt } from '../../compiler/service/rename.ts';
import { teaHouse } from './cursor.ts';

const programs = new URL('../../programs/', import.meta.url);
const slugs = readdirSync(programs).filter((slug) => existsSync(new URL(`${slug}/program.yaml`, programs)));

/** A Plan without places and texts as written, one name in it put for another wherever it is a whole word of a text. */
function comparable(plan: unknown, from: string, to: string): unknown {
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])${from}(s?)(?![\\p{L}\\p{N}_])`, 'gu');
  const text = JSON.stringify(plan, (key, value: unknown) => {
    if (key === 'span' || key === 'nameSpan' || key === 'places') return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
  return JSON.parse(text.replace(word, (_, plural: string) => to + plural));
}

function named(of: readonly Named[]): Named | undefined {
  return of[0];
}

const NEVER: readonly string[] = ['case', 'member', 'happening', 'assumption'];

describe.each(slugs)('%s', (slug) => {
  const text = readFileSync(new URL(`${slug}/program.yaml`, programs), 'utf8');
  const before = compile(text).value;
  const inspection = inspectText('program', text);
  const definitions = occurrencesIn(inspection).filter((each) => each.defines);

  // A rename that misses one place turns a sound program into another one, or into none.
  it('means the same after any of its names was changed', () => {
    const seen = new Set<string>();
    const tried = new Map<string, number>();
    for (const { span, of } of definitions) {
      const it = named(of);
      if (it === undefined || NEVER.includes(it.kind) || seen.has(`${it.kind} ${it.owner} ${it.name}`))
        continue;
      seen.add(`${it.kind} ${it.owner} ${it.name}`);
      const count = (tried.get(it.kind) ?? 0) + 1;
      tried.set(it.kind, count);
      // Each rename compiles the program twice: the first few of a kind stand for the rest.
      if (count > 4) continue;
      const renaming = renameAt(inspection, span.start, 'zzz_renamed');
      const label = `${it.kind} ${it.owner ?? ''} ${it.name}`;
      if (renaming.kind === 'refused') {
        // `every: birthday` asks for the attribute by this name.
        if (it.name === 'birthday' && text.includes('every: birthday')) continue;
        expect(`${label}: ${renaming.reason.en}`).toBe(`${label}: renamed`);
        continue;
      }
      const edits = renaming.documents.flatMap(({ edits: own }) => own);
      const after = compile(edited(text, edits));
      expect(
        after.diagnostics.filter(({ severity }) => severity === 'error'),
        label,
      ).toEqual([]);
      expect(comparable(after.value, 'zzz_renamed', it.name), label).toEqual(
        comparable(before, it.name, it.name),
      );
    }
    expect(seen.size).toBeGreaterThan(5);
  });
});

const CONTEXT = {
  tests: readFileSync(new URL('tea-house/tests.yaml', programs), 'utf8'),
  scenario: readFileSync(new URL('tea-house/scenarios/sixty-yen.yaml', programs), 'utf8'),
};

/** The documents after what is written as `name` at its first place in the program was renamed. */
function renamed(at: string, newName: string) {
  const program = inspectText('program', teaHouse, CONTEXT);
  const renaming = renameAt(program, teaHouse.indexOf(at), newName);
  if (renaming.kind === 'refused') return renaming.reason.en;
  const texts = { program: teaHouse, ...CONTEXT };
  return Object.fromEntries(
    (['program', 'tests', 'scenario'] as const).map((kind) => [
      kind,
      edited(texts[kind], renaming.documents.find(({ document }) => document === kind)?.edits ?? []),
    ]),
  );
}

describe('the documents beside the program', () => {
  // Tests that name what is no longer there would fail for no reason of the program.
  it('follow in their keys and values, and nowhere else', () => {
    expect(renamed('purchase_star:', 'stars_bought')).toEqual({
      program: teaHouse.replaceAll('purchase_star', 'stars_bought'),
      tests: CONTEXT.tests.replaceAll('purchase_star', 'stars_bought'),
      scenario: CONTEXT.scenario,
    });
    expect(renamed('yen_per_star:', 'price')).toEqual({
      program: teaHouse.replaceAll('yen_per_star', 'price'),
      tests: CONTEXT.tests.replaceAll('yen_per_star', 'price'),
      scenario: CONTEXT.scenario.replaceAll('yen_per_star', 'price'),
    });
  });

  it('a unit keeps its plural', () => {
    const texts = renamed('star:\n    decimals', 'leaf');
    expect(texts).toMatchObject({ program: expect.stringContaining('give: 10 leafs') });
    expect(texts).toMatchObject({ program: expect.stringContaining('1 leaf per yen_per_star of eligible') });
    expect(texts).toMatchObject({ tests: expect.stringContaining('what: leaf,') });
  });

  it('a field by which an event is taken back goes together with the one that it takes back', () => {
    const texts = renamed('amount: JPY                            # tax', 'total_paid');
    expect(texts).toMatchObject({
      program: expect.stringContaining('refund: { reverses: purchase by total_paid, total_paid?: JPY }'),
      tests: expect.stringContaining('event: refund, of: e2, fields: { total_paid: 333 }'),
    });
    expect(texts).toMatchObject({ program: expect.stringContaining('sum(items.amount where') });
  });
});

describe('what cannot be renamed', () => {
  it.each<[string, string, string, string]>([
    ['no name', 'kizuna: 1', 'x', 'there is no name here'],
    ['a word of the language', 'purchase_star:', 'where', '`where` is a word of the language'],
    [
      'not an identifier',
      'purchase_star:',
      'my star',
      'a name is made of letters, digits and `_`, and begins with a letter',
    ],
    ['taken', 'purchase_star:', 'win_back', '`win_back` is the name of something else already'],
    ['a word of data', 'yearly_spend:', 'gold', '`gold` is the name of something else already'],
    [
      'a field of another name space',
      'yearly_spend:',
      'amount',
      '`amount` is the name of something else already',
    ],
    ['built in', 'enrolled }', 'joined', '`enrolled` belongs to the language and keeps its name'],
    [
      'the attribute behind `every: birthday`',
      'birthday?:',
      'born',
      'the program would break: `every: birthday` needs the attribute `birthday`, a date',
    ],
  ])('%s', (_name, at, newName, reason) => {
    expect(renamed(at, newName)).toBe(reason);
  });
});
