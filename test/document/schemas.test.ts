import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import {
  expressionPlaces,
  type MappingDocument,
  type ProgramDocument,
  type ScenarioDocument,
  type TestsDocument,
  validateMapping,
  validateProgram,
  validateScenario,
  validateTests,
} from '../../schema/index.ts';

const KINDS = ['program', 'tests', 'scenario', 'mapping'] as const;
type Schema = { readonly [key: string]: unknown };

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function schemaOf(kind: string): Schema {
  const url = new URL(`../../schema/documents/${kind}.schema.json`, import.meta.url);
  const schema: unknown = JSON.parse(readFileSync(url, 'utf8'));
  if (!isSchema(schema)) throw new Error(`${kind} is no schema`);
  return schema;
}

/** Every schema inside, with its JSON Pointer; \`properties\` and \`$defs\` hold schemas by name. */
function* inside(schema: Schema, path = ''): Generator<readonly [string, Schema]> {
  yield [path, schema];
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'examples' || key === 'required') continue;
    if (key === 'properties' || key === '$defs') {
      for (const [name, each] of Object.entries(isSchema(value) ? value : {})) {
        if (isSchema(each)) yield* inside(each, `${path}/${key}/${name}`);
      }
    } else if (isSchema(value)) yield* inside(value, `${path}/${key}`);
    else if (Array.isArray(value)) {
      for (const [index, each] of value.entries())
        if (isSchema(each)) yield* inside(each, `${path}/${key}/${index}`);
    }
  }
}

// Examples are what messages and completion offer: one that does not fit would teach a mistake.
describe.each(KINDS)('the schema of a %s document', (kind) => {
  const schema = schemaOf(kind);

  it('describes every entry in both languages, with an example that fits', () => {
    const ajv = new Ajv2020({ strict: false });
    for (const each of KINDS) ajv.addSchema(schemaOf(each));
    for (const [path, each] of inside(schema)) {
      // Entries that the program names itself are entries too.
      const entry = /\/(?:(?:properties|\$defs)\/[^/]+|additionalProperties)$/.test(path);
      const borrowed = typeof each.$ref === 'string' && !each.$ref.startsWith('#');
      const local = path.endsWith('/additionalProperties') && each.$ref !== undefined;
      if (entry && !borrowed && !local) {
        expect(typeof each.description, path).toBe('string');
        expect(String(each['x-ja']), path).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
        expect(Array.isArray(each.examples) && each.examples.length > 0, path).toBe(true);
      }
      if (!Array.isArray(each.examples)) continue;
      const pointer = path
        .replaceAll('$', '%24')
        .split('/')
        .map((part) => part.replaceAll('%24', '$'))
        .join('/');
      const fits = ajv.compile({ $ref: `${kind}.schema.json#${pointer}` });
      for (const example of each.examples)
        expect(fits(example), `${path} ${JSON.stringify(example)}`).toBe(true);
    }
  });

  it('lets no unknown entry pass', () => {
    for (const [path, each] of inside(schema)) {
      if (isSchema(each.properties) && each.additionalProperties === undefined) {
        expect.fail(`${path} takes any entry`);
      }
    }
  });
});

describe('what is generated', () => {
  const folder = new URL('../../schema/generated/', import.meta.url);

  it('runs where code cannot be made from text: no require, no eval', () => {
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
      const code = readFileSync(new URL(name, folder), 'utf8');
      expect(code, name).not.toMatch(/\brequire\(|\beval\(|new Function/);
      for (const [regex] of code.matchAll(/new RegExp\("(?:[^"\\]|\\.)*", "[a-z]*"\)/g)) {
        expect(regex, name).toMatch(/"u"\)$/);
      }
    }
  });

  it('types and validators speak of the same documents', () => {
    const program: ProgramDocument = {
      kizuna: 1,
      program: 'x',
      currency: 'JPY',
      timezone: 'Asia/Tokyo',
      parameters: { rate: { by: 'member.plan', free: '1%' }, step: { '2024-04-01': '54 JPY' } },
      events: { purchase: { amount: { type: 'JPY', max: 10 }, total: { is: 'amount' } }, visit: {} },
      rules: { base: { on: 'purchase', give: ['1 star', '2 miles'], limit: '1 per day' } },
    };
    const tests: TestsDocument = {
      kizuna: 1,
      tests: 'x',
      cases: { one: { expect: { rows: [{ kind: 'earn', what: 'star' }] } } },
    };
    const scenario: ScenarioDocument = {
      kizuna: 1,
      scenario: 's',
      program: 'p.yaml',
      changes: { rules: {} },
    };
    scenario.changes = { title: 'Another', tiers: { status: { drop: 'one level' } } };
    const mapping: MappingDocument = {
      kizuna: 1,
      mapping: 'm',
      format: 'jsonl',
      rows: [{ ignore: 'test row' }, { event: 'visit', member: { column: 'm' }, at: { column: ['d', 't'] } }],
    };
    expect(validateProgram(program)).toBe(true);
    expect(validateTests(tests)).toBe(true);
    expect(validateScenario(scenario)).toBe(true);
    expect(validateMapping(mapping)).toBe(true);
  });

  it('is what the schemas say now', () => {
    const script = fileURLToPath(new URL('../../scripts/generate.mjs', import.meta.url));
    const run = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  }, 60_000);

  it('lists the places of expressions once each', () => {
    for (const kind of KINDS) {
      const paths = expressionPlaces[kind].map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
    }
    const found = expressionPlaces.program.find(({ path }) => path === 'rules.*.settle');
    expect(found?.entry).toBe('settle');
  });
});
