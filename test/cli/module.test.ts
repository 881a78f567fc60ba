import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ABI } from '../../schema/index.ts';
import { clubFolder } from './club.ts';
import { CLUB, kizuna } from './command.ts';

let place: ReturnType<typeof clubFolder>;
const at = (name: string) => join(place.path, name);
const bytesOf = (name: string) => new Uint8Array(readFileSync(at(name)));

beforeAll(() => {
  place = clubFolder();
  const made = kizuna(['compile', at('program.yaml'), '-o', at('club.wasm')]);
  if (made.exit !== 0) throw new Error(made.err);
});
afterAll(() => place.remove());

/** The module with other words in its manifest, as long as those that stood there. */
function withManifest(name: string, from: string, to: string): string {
  const text = Buffer.from(bytesOf('club.wasm')).toString('latin1');
  expect(text.split(from)).toHaveLength(2);
  expect(to).toHaveLength(from.length);
  writeFileSync(at(name), Buffer.from(text.replace(from, to), 'latin1'));
  return at(name);
}

// If it fails, nobody can hand a program on as a module, or know later what it was made of.
describe('compile', () => {
  it('writes a module without imports that knows the hash of its text', () => {
    const ran = kizuna(['compile', place.path, '--output', at('again.wasm')]);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    const size = bytesOf('again.wasm').length.toLocaleString('en');
    expect(ran.out).toMatch(new RegExp(`^${at('again.wasm')}: club 1, ${size} bytes \\(\\d+ ms\\)\n$`));
    const module = new WebAssembly.Module(bytesOf('again.wasm'));
    expect(WebAssembly.Module.imports(module)).toEqual([]);
    const [section] = WebAssembly.Module.customSections(module, 'kizuna');
    const manifest = JSON.parse(new TextDecoder().decode(section));
    const hash = createHash('sha256')
      .update(readFileSync(at('program.yaml')))
      .digest('hex');
    expect(manifest).toMatchObject({
      program: 'club',
      version: '1',
      source: `sha256:${hash}`,
      compiler: '0.1.0',
    });
  });

  it('gives the same bytes for the same program', () => {
    kizuna(['compile', at('program.yaml'), '-o', at('again.wasm')]);
    expect(bytesOf('again.wasm')).toEqual(bytesOf('club.wasm'));
  });

  it('shows what keeps a program from compiling, and leaves what was there', () => {
    writeFileSync(at('kept.wasm'), 'kept');
    const ran = kizuna(['compile', at('broken.yaml'), '-o', at('kept.wasm')]);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.err).toContain('error[unit-mismatch]');
    expect(ran.err).toContain('broken.yaml:18:');
    expect(readFileSync(at('kept.wasm'), 'utf8')).toBe('kept');
  });

  it('says of work without a bound what check says of it', () => {
    const text = CLUB.replace(
      'star: {}',
      'star: { expires: "max(if month(earned) = 12 then earned + 1 month else earned + 6 months, last(purchase) + 6 months)" }',
    );
    writeFileSync(at('unbounded.yaml'), text);
    const ran = kizuna(['compile', at('unbounded.yaml'), '-o', at('unbounded.wasm')]);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.err).toContain('error[expiry-order]');
    expect(existsSync(at('unbounded.wasm'))).toBe(false);
    expect(kizuna(['check', at('unbounded.yaml')]).out).toContain('error[expiry-order]');
    const japanese = kizuna(['compile', at('unbounded.yaml'), '-o', at('x.wasm'), '--lang', 'ja']);
    expect(japanese.err).toContain('付与された順に終わらなければなりません');
  });

  it.each([
    [['program.yaml'], '`-o, --output <file>` is needed'],
    [['program.yaml', '-o', '-'], 'a module is not text'],
    [['program.yaml', '-o', 'program.yaml'], '`--output program.yaml` would write over'],
    [['no.yaml', '-o', 'x.wasm'], 'no.yaml: there is no such file'],
    [['tests.yaml', '-o', 'x.wasm'], 'tests.yaml: this is a tests document; a program is needed here'],
    [['program.yaml', '-o', 'no/such/folder.wasm'], 'cannot be written (ENOENT)'],
  ])('answers %j in words, exit 2', (args, words) => {
    const ran = kizuna(['compile', ...args], {}, place.path);
    expect(ran).toMatchObject({ exit: 2, out: '' });
    expect(ran.err).toContain(words);
    expect(existsSync(at('x.wasm'))).toBe(false);
  });
});

// If it fails, a module is a black box, or a damaged one ends in a stack trace.
describe('inspect', () => {
  it('shows manifest, memory, columns and functions', () => {
    const ran = kizuna(['inspect', at('club.wasm')]);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    const size = bytesOf('club.wasm').length.toLocaleString('en');
    expect(ran.out).toMatch(/\n {2}program +club 1, language 1\n/);
    expect(ran.out).toMatch(new RegExp(`\n {2}size +${size} bytes\n`));
    expect(ran.out).toMatch(/\n {2}imports +none\n/);
    expect(ran.out).toMatch(/\n {2}memory +[\d,]+ bytes at the start/);
    expect(ran.out).toMatch(/\n {2}rules +base, bonus\n/);
    expect(ran.out).toMatch(/\n {2}purchase\.amount +i64 +JPY\n/);
    expect(ran.out).toMatch(/\n {2}run +\d+ +\(i32, i32\) → i32 +run\n/);
    expect(kizuna(['inspect', at('club.wasm'), '--lang', 'ja']).out).toMatch(/\n {2}取り込み +なし\n/);
  });

  it('shows a rule instruction by instruction beside its text', () => {
    const ran = kizuna(['inspect', at('club.wasm'), 'bonus', '--program', at('program.yaml')]);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    const line = CLUB.split('\n').findIndex((text) => text.startsWith('  bonus:')) + 1;
    expect(ran.out).toContain(`${line} |   bonus:\n`);
    expect(ran.out).toContain(`${line + 2} |     when: tier(status) >= silver and amount >= 1_000 JPY\n`);
    expect(ran.out).toMatch(
      new RegExp(`; ${line + 2}: tier\\(status\\) >= silver and amount >= 1_000 JPY\n`),
    );
    expect(ran.out).toMatch(/\n[0-9a-f]{6} {2} *i64\.const 1000\n/);
    // Without the text, its places.
    const start = CLUB.indexOf('tier(status) >= silver and');
    const bare = kizuna(['inspect', at('club.wasm'), 'bonus']).out;
    expect(bare).toContain(`; ${start}–${start + 'tier(status) >= silver and amount >= 1_000 JPY'.length}\n`);
  });

  it('gives it all to programs', () => {
    const { out } = kizuna(['inspect', at('club.wasm'), 'bonus', '--format', 'json']);
    const told = JSON.parse(out);
    expect(told).toMatchObject({ bytes: bytesOf('club.wasm').length, manifest: { program: 'club' } });
    for (const { name } of told.functions) expect(name).toMatch(/^bonus\./);
  });

  it.each([
    ['no module at all', 'module-unreadable', () => at('program.yaml'), 'this is no WebAssembly module'],
    [
      'half a module',
      'module-damaged',
      () => {
        writeFileSync(at('half.wasm'), bytesOf('club.wasm').slice(0, 5000));
        return at('half.wasm');
      },
      'the module is damaged at byte',
    ],
    [
      'a module of somebody else',
      'module-foreign',
      () => {
        writeFileSync(at('other.wasm'), Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
        return at('other.wasm');
      },
      'it has no manifest',
    ],
    [
      'a manifest that is no JSON',
      'module-manifest',
      () => withManifest('garbled.wasm', `{"abi":${ABI},`, `{"abi"!${ABI},`),
      'the manifest of this module cannot be read',
    ],
    [
      'a manifest with a part missing',
      'module-manifest',
      () => withManifest('parts.wasm', '"rewards":["cup"]', '"rewards":{"u":1}'),
      'the manifest of this module cannot be read',
    ],
    [
      'a module of another version',
      'module-other-version',
      () => withManifest('newer.wasm', `{"abi":${ABI},`, '{"abi":9,'),
      `this module is of ABI version 9, and this Kizuna knows version ${ABI}`,
    ],
  ] as const)('answers %s in words', (_what, code, make, words) => {
    const path = make();
    const ran = kizuna(['inspect', path]);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.err).toContain(`error[${code}] ${path}: `);
    expect(ran.err).toContain(words);
    const japanese = kizuna(['inspect', path, '--lang', 'ja']).err;
    expect(japanese).toContain(`error[${code}]`);
    expect(japanese).toMatch(/[ぁ-ん]/);
  });

  it('says when the text is not the one that it was compiled from', () => {
    writeFileSync(at('changed.yaml'), CLUB.replace('100 JPY', '120 JPY'));
    const ran = kizuna(['inspect', at('club.wasm'), 'base', '--program', at('changed.yaml')]);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.err).toContain('error[module-other-source]');
  });

  it('says what there is when a name is not', () => {
    const near = kizuna(['inspect', at('club.wasm'), 'bonsu']);
    expect(near).toMatchObject({ exit: 1, out: '' });
    expect(near.err).toContain('there is nothing called `bonsu` in this module');
    expect(near.err).toContain('did you mean `bonus`?');
    expect(kizuna(['inspect', at('club.wasm'), 'zzz']).err).toContain(
      'there are `base`, `bonus`, `cup`, `status`, `star`',
    );
  });

  it.each([
    [['no.wasm'], 'no.wasm: there is no such file'],
    [['club.wasm', '--format', 'xml'], '`xml` is not a value of `--format <format>`'],
    [['club.wasm', 'base', '--program', 'no.yaml'], 'no.yaml: there is no such file'],
  ])('answers %j in words, exit 2', (args, words) => {
    const ran = kizuna(['inspect', ...args], {}, place.path);
    expect(ran).toMatchObject({ exit: 2, out: '' });
    expect(ran.err).toContain(words);
  });
});
