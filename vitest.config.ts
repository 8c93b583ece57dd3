import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,apps,test,bench,scripts}/**/*.test.ts'],
    exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
    globalSetup: ['test/setup/build-kernels.ts'],
    reporters: ['./test/reporter/closing-line-reporter.ts'],
    // Processes and not threads: onnxruntime-node is a native addon with its own threads.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
