/** `npm start`: installs what is missing, builds, and trains a network on the Fashion-MNIST images of this repository. */
import { compile } from './compile.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { inRoot, runNode } from './house.mjs';

await ensureInstalled();
process.exitCode = (await compile())
  ? await runNode(inRoot('dist', 'cli', 'main.js'), [
      'train',
      '--data',
      inRoot('examples', 'data', 'fashion-mnist'),
      ...process.argv.slice(2),
    ])
  : 1;
