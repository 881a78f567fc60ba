import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    setupFiles: ['test/setup.ts'],
    // No test measures time: this only ends one that hangs.
    testTimeout: 300_000,
    coverage: {
      provider: 'v8',
      include: ['schema/**', 'compiler/**', 'runtime/**', 'report/**', 'cli/**'],
      reporter: ['text-summary', 'html'],
    },
  },
});
