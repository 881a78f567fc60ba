import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

// The benchmark is built as the command is, so that it measures what people run.
export default defineConfig({
  publicDir: false,
  ssr: {
    noExternal: true,
    // The peers stay what was installed; one of them is native.
    external: [
      ...builtinModules.flatMap((name) => [name, `node:${name}`]),
      '@gorules/zen-engine',
      '@marcbachmann/cel-js',
      '@duckdb/node-api',
      'json-rules-engine',
    ],
  },
  build: {
    ssr: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: { bench: 'test/bench/bench.ts' },
      output: { entryFileNames: '[name].js', codeSplitting: false },
    },
  },
});
