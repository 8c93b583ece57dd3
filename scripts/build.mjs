/** `npm run build`: installs what is missing and compiles everything into dist/. */
import { compile } from './compile.mjs';
import { ensureInstalled } from './ensure-installed.mjs';

process.exitCode = (await ensureInstalled()) && (await compile()) ? 0 : 1;
