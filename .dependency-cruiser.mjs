// The arrows of ARCHITECTURE.md: schema ← compiler, runtime ← report ← cli, playground.
import { existsSync, readdirSync } from 'node:fs';

const folders = ['schema', 'compiler', 'runtime', 'report', 'cli', 'playground'];
const inner = folders.filter(existsSync).flatMap((folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${folder}/${entry.name}/index.ts`))
    .map((entry) => `${folder}/${entry.name}`),
);

/** Nothing of ours outside `folder` imports past its index.ts (tests look inside on purpose). */
const door = (folder) => ({
  name: `through-the-door-of-${folder.replace('/', '-')}`,
  severity: 'error',
  from: { path: `^(${folders.join('|')})/`, pathNot: `^${folder}/` },
  to: { path: `^${folder}/`, pathNot: `^${folder}/index[.]ts$` },
});

const never = (from, to) => ({
  name: `${from}-stays-clear-of-${to.join('-')}`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: `^(${to.join('|')})/` },
});

const pure = (folder) => ({
  name: `${folder}-is-pure`,
  comment: 'no file system, process or terminal: what it needs is passed in',
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { dependencyTypes: ['core'] },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    // `virtual:` modules are made by the build (playground/build).
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    never('schema', ['compiler', 'runtime', 'report', 'cli', 'playground', 'test']),
    never('compiler', ['runtime', 'report', 'cli', 'playground', 'test']),
    never('runtime', ['compiler', 'report', 'cli', 'playground', 'test']),
    never('report', ['cli', 'playground', 'test']),
    never('cli', ['playground', 'test']),
    never('playground', ['cli', 'test']),
    pure('schema'),
    pure('compiler'),
    pure('runtime'),
    pure('report'),
    ...[...folders, ...inner].map(door),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
