import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compile, printPlan } from '../../compiler/index.ts';

const PROGRAMS = new URL('../../programs/', import.meta.url);

/**
 * What each program compiles to, as readable text, so that a change of the compiler shows what it changes. Read the
 * difference, then renew the files with `npm test -- test/plan -u`. What the Plans mean is tested by running them.
 */
it.each(readdirSync(PROGRAMS).sort())('%s compiles to the Plan that was last read', async (folder) => {
  const { value, diagnostics } = compile(readFileSync(new URL(`${folder}/program.yaml`, PROGRAMS), 'utf8'));
  expect(diagnostics).toEqual([]);
  await expect(value && printPlan(value)).toMatchFileSnapshot(`golden/${folder}.txt`);
});
