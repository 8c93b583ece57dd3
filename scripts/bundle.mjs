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
  const join = async (input, prefix) => {
    const joined = await rolldown({
      input,
      platform: 'node',
      external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    });
    const chunkFileNames = `${prefix}-[name].js`;
    await joined.write({ dir: output, format: 'esm', entryFileNames: '[name].js', chunkFileNames });
    await joined.close();
  };
  await join(
    {
      index: inRoot('dist', 'index.js'),
      main: entry('main'),
      'train-worker': entry('train-worker'),
      'compare-worker': entry('compare-worker'),
      'index-worker': inRoot('dist', 'server', 'index-worker.js'),
    },
    'part',
  );
  // On its own: what it has in common with others would be put into its entry, and they would run that.
  await join({ 'trial-worker': inRoot('dist', 'scale', 'trial-worker.js') }, 'trial');
  chmodSync(inRoot('dist', 'bundle', 'main.js'), 0o755);
}
