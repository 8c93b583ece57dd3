/** Compiles the kernels and the TypeScript sources into dist/, and skips what is up to date. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildKernels } from './build-kernels.mjs';
import { inRoot, runNode } from './house.mjs';
import { linkCommand } from './link-command.mjs';

const stamp = inRoot('.cache', 'built');
/** What the schema of recipes is made of, besides the sources. */
const partsOfSchema = ['scripts/make-recipe-schema.mjs', 'docs/recipes.md', 'docs/layers.md'];

/** Every file and folder below a path, the path included. A folder's time tells of files that were removed. */
function* everythingIn(path) {
  yield path;
  if (!statSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) yield* everythingIn(join(path, name));
}

function isUpToDate() {
  if (!existsSync(stamp) || !existsSync(inRoot('dist', 'bundle', 'main.js'))) return false;
  const builtAt = statSync(stamp).mtimeMs;
  for (const source of ['src', 'apps', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json', ...partsOfSchema]) {
    for (const path of everythingIn(inRoot(source))) if (statSync(path).mtimeMs > builtAt) return false;
  }
  return true;
}

/** Removes what an earlier build left of sources that are gone, so that the package never carries it. */
function removeOutputsWithoutSource() {
  for (const path of [...everythingIn(inRoot('dist'))]) {
    if (!existsSync(path) || !statSync(path).isFile()) continue;
    const source = path.replace(inRoot('dist'), inRoot('src')).replace(/(\.d\.ts|\.js)$/, '.ts');
    if (!existsSync(source)) rmSync(path);
  }
}

/** Builds dist/. Resolves to whether that succeeded; the compilers have printed why when it did not. */
export async function compile() {
  try {
    await buildKernels();
  } catch (cause) {
    console.error(`The kernels do not compile: ${cause.message}`);
    return false;
  }
  linkCommand();
  if (isUpToDate()) return true;
  const startedAt = new Date();
  console.log('Compiling the sources ...');
  if ((await runNode(inRoot('node_modules', 'typescript', 'bin', 'tsc'), ['-p', 'tsconfig.build.json'])) !== 0)
    return false;
  removeOutputsWithoutSource();
  // Imported only now: the bundler is not there before the first install.
  const { bundle } = await import('./bundle.mjs');
  await bundle();
  const { buildBoard } = await import('./build-board.mjs');
  await buildBoard();
  const { writeRecipeSchema } = await import('./make-recipe-schema.mjs');
  await writeRecipeSchema();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
  // The time at which compiling started, so that a source edited meanwhile counts as newer.
  utimesSync(stamp, startedAt, startedAt);
  return true;
}
