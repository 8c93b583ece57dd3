/** `npm start`: installs what is missing, builds, and trains a network on the Fashion-MNIST images of this repository. */
import { compile } from './compile.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { inRoot, runNode } from './house.mjs';

const commandLine = inRoot('dist', 'bundle', 'main.js');
const data = inRoot('examples', 'data', 'fashion-mnist');

process.exitCode =
  (await ensureInstalled()) && (await compile())
    ? await runNode(commandLine, ['train', '--data', data, '--epochs', '4', ...process.argv.slice(2)])
    : 1;
