import type { Documents } from '../contract/index.ts';

type Texts = Readonly<Record<string, () => Promise<string>>>;

// Each document is a file of its own, fetched when somebody picks its program. What `glob` is given must stand here word for word.
const PROGRAMS: Texts = import.meta.glob<string>('../../programs/*/program.yaml', {
  query: '?raw',
  import: 'default',
});
const TESTS: Texts = import.meta.glob<string>('../../programs/*/tests.yaml', {
  query: '?raw',
  import: 'default',
});
const SCENARIOS: Texts = import.meta.glob<string>('../../programs/*/scenarios/*.yaml', {
  query: '?raw',
  import: 'default',
});

const textAt = (texts: Texts, path: string): Promise<string> => texts[path]?.() ?? Promise.resolve('');

/** A program of the project with its tests and the first of its scenarios by name; what it does not have is empty. */
export async function loadProgram(slug: string): Promise<Documents> {
  const folder = `../../programs/${slug}`;
  const named = Object.keys(SCENARIOS)
    .filter((path) => path.startsWith(`${folder}/scenarios/`))
    .sort();
  const [program, tests, scenario] = await Promise.all([
    textAt(PROGRAMS, `${folder}/program.yaml`),
    textAt(TESTS, `${folder}/tests.yaml`),
    textAt(SCENARIOS, named[0] ?? ''),
  ]);
  return { program, tests, scenario };
}
