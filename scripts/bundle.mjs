import { chmodSync, rmSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { inRoot } from './house.mjs';

/**
 * Joins the compiled files of the library and of the command line to a few in dist/bundle: opening hundreds of small files
 * takes a third of the time from the start of the process to the first training step. Packages stay outside.
 */
export async function bundle() {
  const entry = (name) => inRoot('dist', 'cli', `${name}.js`);
  const output = inRoot('dist', 'bundle');
  rmSync(output, { recursive: true, force: true });
  const joined = await rolldown({
    input: {
      index: inRoot('dist', 'index.js'),
      main: entry('main'),
      'train-worker': entry('train-worker'),
      'compare-worker': entry('compare-worker'),
      'trial-worker': inRoot('dist', 'scale', 'trial-worker.js'),
      'index-worker': inRoot('dist', 'server', 'index-worker.js'),
    },
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
  });
  await joined.write({ dir: output, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'part-[name].js' });
  await joined.close();
  chmodSync(inRoot('dist', 'bundle', 'main.js'), 0o755);
}
