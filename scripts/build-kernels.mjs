/**
 * Compiles the SIMD kernels of the optimizers, `src/optim/kernels/*.wat`, into `src/optim/kernels.generated.ts`.
 * Run it directly, or import {@link buildKernels}.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const optimFolder = fileURLToPath(new URL('../src/optim', import.meta.url));
const sourceFolder = path.join(optimFolder, 'kernels');
const target = path.join(optimFolder, 'kernels.generated.ts');

/** The kernels' sources in the order of their names, and the hash that the generated file carries. */
async function readSources() {
  const files = (await readdir(sourceFolder)).filter((file) => file.endsWith('.wat')).sort();
  const sources = await Promise.all(
    files.map(async (file) => ({
      file,
      name: path.basename(file, '.wat'),
      text: await readFile(path.join(sourceFolder, file), 'utf8'),
    })),
  );
  const hash = createHash('sha256').update(await readFile(fileURLToPath(import.meta.url)));
  for (const { file, text } of sources) hash.update(`\0${file}\0${text}`);
  return { sources, stamp: `// Sources: ${hash.digest('hex').slice(0, 32)}` };
}

async function isUpToDate(stamp) {
  try {
    return (await readFile(target, 'utf8')).includes(stamp);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function parse(wabt, place, text) {
  try {
    return wabt.parseWat(place, text, { simd: true });
  } catch (error) {
    // Thrown anew, since Node would print the line of wabt's code that threw: all of its 600 kB.
    throw new Error(error.message.trimEnd());
  }
}

/** The WebAssembly binary of one kernel in base64. Throws with file, line and column where the text is not valid. */
function compile(wabt, { file, text }) {
  const module = parse(wabt, `src/optim/kernels/${file}`, text);
  try {
    module.validate({ simd: true });
    return Buffer.from(module.toBinary({}).buffer).toString('base64');
  } finally {
    module.destroy();
  }
}

/**
 * Writes `src/optim/kernels.generated.ts` unless it was made from the present sources.
 *
 * @param {{ force?: boolean }} [options] `force`: write it in any case
 * @returns {Promise<boolean>} whether the file was written
 */
export async function buildKernels({ force = false } = {}) {
  const { sources, stamp } = await readSources();
  if (!force && (await isUpToDate(stamp))) return false;
  const { default: loadWabt } = await import('wabt');
  const wabt = await loadWabt();
  const entries = sources.map((source) => `  '${source.name}': '${compile(wabt, source)}',\n`);
  const text = [
    '// Made by scripts/build-kernels.mjs from src/optim/kernels/*.wat. Do not edit.\n',
    `${stamp}\n\n`,
    '/** The WebAssembly binary of each kernel in base64, by the name of its file. */\n',
    `export const kernelBinaries = {\n${entries.join('')}} as const;\n`,
  ].join('');
  // Replaced by a rename, so that a process that reads it meanwhile never sees half a file.
  const temporary = `${target}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, target);
  return true;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await buildKernels({ force: process.argv.includes('--force') });
}
