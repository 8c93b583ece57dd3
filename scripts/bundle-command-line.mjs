import { chmodSync, rmSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { inRoot } from './house.mjs';

/**
 * Joins the compiled files of the command line to a few in dist/bin: opening hundreds of small files takes a third of the
 * time from the start of the process to the first training step. Packages stay outside.
 */
export async function bundleCommandLine() {
  const entry = (name) => inRoot('dist', 'cli', `${name}.js`);
  const output = inRoot('dist', 'bin');
  rmSync(output, { recursive: true, force: true });
  const bundle = await rolldown({
    input: {
      main: entry('main'),
      'train-worker': entry('train-worker'),
      'compare-worker': entry('compare-worker'),
    },
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
  });
  await bundle.write({ dir: output, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'part-[name].js' });
  await bundle.close();
  chmodSync(inRoot('dist', 'bin', 'main.js'), 0o755);
}
