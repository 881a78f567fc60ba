import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

// The command is one file, packages included: it starts fast and needs no node_modules beside it.
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: builtinModules.flatMap((name) => [name, `node:${name}`]) },
  build: {
    ssr: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    emptyOutDir: false,
    rolldownOptions: {
      input: { kizuna: 'cli/main.ts' },
      output: { entryFileNames: '[name].js', codeSplitting: false },
    },
  },
});
