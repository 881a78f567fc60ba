import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    setupFiles: ['test/setup.ts'],
    // Left to itself, one core waits for the reporter.
    maxWorkers: Math.max(2, availableParallelism()),
    // Files share what they import: nothing of it remembers what a test did, and reading it anew for each took a fifth of the time.
    isolate: false,
    // No test measures time: this only ends one that hangs.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    coverage: {
      provider: 'v8',
      include: ['schema/**', 'compiler/**', 'runtime/**', 'report/**', 'cli/**'],
      reporter: ['text-summary', 'html'],
    },
  },
});
