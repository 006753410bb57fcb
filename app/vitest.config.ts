import { defineConfig } from 'vitest/config';

// the builds under test are made once; every test file has networks and browsers of its own
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/build.ts',
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});
