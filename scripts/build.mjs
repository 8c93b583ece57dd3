/** `npm run build`: installs what is missing and compiles everything into dist/. */
import { compile } from './compile.mjs';
import { ensureInstalled } from './ensure-installed.mjs';

await ensureInstalled();
process.exitCode = (await compile()) ? 0 : 1;
