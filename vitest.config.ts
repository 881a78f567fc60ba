import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    testTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['schema/**', 'compiler/**', 'runtime/**', 'cli/**'],
      reporter: ['text-summary', 'html'],
    },
  },
});
