import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The web app of the board, for `netwright board` to serve under a strict content security policy: no inline parts. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, '../../dist/board'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2022',
  },
  logLevel: 'warn',
});
