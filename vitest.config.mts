import { defineConfig } from 'vitest/config';

const inTheEditor = {
  globalSetup: ['test/e2e/global-setup.ts'],
  // One real editor at a time: two would share two cores and answer late.
  fileParallelism: false,
  expect: { poll: { timeout: 45_000, interval: 50 } },
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/proof/**', 'test/corpus/**', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'proof',
          include: ['test/proof/**/*.test.ts'],
          globalSetup: ['test/proof/setup.ts'],
          // The harnesses share the processors among their own jobs.
          fileParallelism: false,
          testTimeout: 60_000,
        },
      },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...inTheEditor } },
      { test: { name: 'screenshots', include: ['test/e2e/screenshots.ts'], ...inTheEditor } },
    ],
  },
});
