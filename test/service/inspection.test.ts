import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../cli/check-document.ts';
import { checkScenario } from '../../cli/scenario-file.ts';
import {
  completionsAt,
  definitionAt,
  hoverAt,
  inspectText,
  outlineOf,
  renameAt,
  subjectAt,
} from '../../compiler/service/index.ts';
import { teaHouse, teaHouseWith } from './cursor.ts';

const programs = new URL('../../programs/', import.meta.url);
const slugs = readdirSync(programs).filter((slug) => existsSync(new URL(`${slug}/program.yaml`, programs)));
const read = (path: string) => readFileSync(new URL(path, programs), 'utf8');

const said = (all: readonly { readonly code: string; readonly message: object; readonly help?: object }[]) =>
  all.map(({ code, message, help }) => ({ code, message, help }));

describe('findings', () => {
  // Somebody who sees one thing on the page and another in a terminal trusts neither.
  it.each(slugs)('are those of the command: %s', (slug) => {
    for (const kind of ['program', 'tests'] as const) {
      const text = read(`${slug}/${kind}.yaml`);
      const command = checkDocument(text, () => undefined);
      expect(inspectText(kind, text).diagnostics).toMatchObject([...command.diagnostics]);
      expect(inspectText(kind, text).diagnostics.length).toBe(command.diagnostics.length);
    }
  });

  it('of a broken program are those of the command', () => {
    const text = teaHouseWith('give: 10 stars', 'give: 10 starz').replace(
      'every: birthday',
      'evry: birthday',
    );
    const command = checkDocument(text, () => undefined);
    expect(command.diagnostics.length).toBeGreaterThan(1);
    expect(said(inspectText('program', text).diagnostics)).toEqual(said(command.diagnostics));
  });

  it('of a scenario stand in the scenario, and in the program what the changes break there', () => {
    const head = read('tea-house/scenarios/sixty-yen.yaml').replace(/changes:[\s\S]*/, '');
    const text = `${head}changes:\n  segments: { loyal: yearly_spend > 5 }\n  points: { star: { expense: 1 } }\nremove: [measures.yearly_spend]\n`;
    const { diagnostics, inProgram } = inspectText('scenario', text, { program: teaHouse });
    const path = fileURLToPath(new URL('tea-house/scenarios/sixty-yen.yaml', programs));
    const { document } = checkScenario(path, text);
    expect(said([...inProgram, ...diagnostics])).toEqual(said(document.diagnostics));
    expect(diagnostics.map(({ span }) => text.slice(span.start, span.end))).toEqual(['yearly_spend', '1']);
    expect(new Set(inProgram.map(({ span }) => teaHouse.slice(span.start, span.end)))).toEqual(
      new Set(['yearly_spend']),
    );
  });
});

describe('a text that is broken anywhere', () => {
  const ask = (text: string, offset: number) => {
    const inspection = inspectText('program', text);
    outlineOf(inspection);
    hoverAt(inspection, offset);
    definitionAt(inspection, offset);
    subjectAt(inspection, offset);
    renameAt(inspection, offset, 'other');
    return structuredClone(completionsAt(inspection, offset));
  };

  // The editor asks after every key; one question that throws would take the help away for the whole text.
  it('answers where it ends in the middle', () => {
    for (let end = 0; end < teaHouse.length; end += 149) ask(teaHouse.slice(0, end), end);
  });

  it('answers where something is missing or too much', () => {
    for (const [index, sign] of [
      '(',
      '{',
      '"',
      "'",
      '\n  ',
      ': ',
      '- ',
      '|',
      '\t',
      '#',
      'が',
      '\uE000',
    ].entries())
      for (let at = 40 + index * 31; at < teaHouse.length; at += 1_499)
        ask(teaHouse.slice(0, at) + sign + teaHouse.slice(at), at + sign.length);
  });

  it.each([
    '',
    '\n',
    ' ',
    '-',
    '{',
    '[',
    '"',
    ':',
    'a',
    '{ a',
    '- - -',
    '? a',
    '\uFEFF',
    '&a *b',
    'a: |',
    '%YAML',
  ])('answers %j', (text) => {
    for (let at = 0; at <= text.length; at += 1) ask(text, at);
  });
});
