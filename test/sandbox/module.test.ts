import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emitPlan } from '../../compiler/index.ts';
import { type Case, programCases, timelineCases } from '../abi/cases.ts';
import { validate } from '../emit/validator.ts';

const OPTIONS = { source: 'sha256:0', compiler: '0.1.0' };
const PAGE = readFileSync(new URL('../../docs/abi.md', import.meta.url), 'utf8');

/** Names in the first cells of a section's table. */
function namesIn(heading: string): readonly string[] {
  const section = PAGE.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const cells = [...section.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].map((match) => match[1] ?? '');
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? ''));
}

function moduleOf({ plan }: Case) {
  const { bytes, manifest } = emitPlan(plan, OPTIONS);
  return { bytes, manifest, module: new WebAssembly.Module(bytes) };
}

const programs = await programCases();
const all = [...programs, ...(await timelineCases())];

// If one fails, a module can reach what it was not handed, or a host does not find what the page promises.
describe.each(programs)('the module of $name', (one) => {
  const { bytes, manifest, module } = moduleOf(one);

  it('imports nothing: it has no way to reach anything', () => {
    expect(WebAssembly.Module.imports(module)).toEqual([]);
  });

  it('exports exactly what docs/abi.md names', () => {
    const names = WebAssembly.Module.exports(module).map((each) => each.name);
    expect([...names].sort()).toEqual([...namesIn('Exports')].sort());
  });

  it('carries one manifest, with exactly the fields of docs/abi.md', () => {
    const sections = WebAssembly.Module.customSections(module, 'kizuna');
    expect(sections).toHaveLength(1);
    const read: object = JSON.parse(new TextDecoder().decode(sections[0]));
    expect(read).toEqual(manifest);
    expect(Object.keys(read).sort()).toEqual([...namesIn('Manifest')].sort());
  });

  it('is told where the code of each expression begins, in its own bytes', () => {
    expect(manifest.code.length).toBeGreaterThan(10);
    for (const [offset, start, end] of manifest.code) {
      expect(offset).toBeGreaterThan(8);
      expect(offset).toBeLessThan(bytes.length);
      expect(end).toBeGreaterThan(start);
    }
  });
});

it('the same program and options give the same bytes, after any other program', () => {
  const first = all.map((one) => emitPlan(one.plan, OPTIONS).bytes);
  const again = [...all].reverse().map((one) => emitPlan(one.plan, OPTIONS).bytes);
  for (const [i, bytes] of again.reverse().entries())
    expect(Buffer.compare(bytes, first[i] ?? new Uint8Array()), all[i]?.name).toBe(0);
});

it('other options change the manifest alone', () => {
  for (const { plan } of programs) {
    const own = emitPlan(plan, OPTIONS);
    const other = emitPlan(plan, { source: 'sha256:1', compiler: '0.1.0' });
    expect(other.manifest).toEqual({ ...own.manifest, source: 'sha256:1' });
    expect(other.bytes.length).toBe(own.bytes.length);
  }
});

it('every module is valid to an implementation that shares nothing with ours, and to this engine', () => {
  const found = all.map((one) => {
    const { bytes } = emitPlan(one.plan, OPTIONS);
    return [one.name, validate(bytes), WebAssembly.validate(bytes)];
  });
  expect(found).toEqual(all.map((one) => [one.name, undefined, true]));
});
