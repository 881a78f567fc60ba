import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { formatDay, parseDay } from '../../schema/index.ts';

const FIXTURES = new URL('./fixtures/', import.meta.url);

/** A case that was found once: a program, one history in the native form, and the last day of its run. */
export interface Fixture {
  readonly name: string;
  readonly program: string;
  readonly history: string;
  readonly until: number;
}

function block(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('');
}

/** A fixture as a document. */
export function fixtureText({ program, history, until }: Omit<Fixture, 'name'>): string {
  return `until: ${formatDay(until)}\nprogram: |\n${block(program)}history: |\n${block(history)}`;
}

/** Keeps a case under the hash of its text; returns the name of its file. */
export function keepFixture(fixture: Omit<Fixture, 'name'>): string {
  const text = fixtureText(fixture);
  const name = `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.yaml`;
  mkdirSync(FIXTURES, { recursive: true });
  writeFileSync(new URL(name, FIXTURES), text);
  return `test/differential/fixtures/${name}`;
}

/** Every case that was kept. */
export function loadFixtures(): readonly Fixture[] {
  if (!existsSync(FIXTURES)) return [];
  return readdirSync(FIXTURES)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const document: unknown = parse(readFileSync(new URL(file, FIXTURES), 'utf8'), { schema: 'failsafe' });
      const { program, history, until } = document as Readonly<Record<string, string>>;
      const day = parseDay(until ?? '');
      if (program === undefined || history === undefined || day === undefined)
        throw new Error(`${file} is no fixture`);
      return { name: file, program, history, until: day };
    });
}
