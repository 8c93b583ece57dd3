import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventFileWriter, encodePng, encodeValueImage } from '../../src/records/index.ts';
import { appFolder } from './board-page.ts';
import { makeFolder, serveBoard } from './served-board.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Trains a small network on fuel consumptions with the built command, into a run of that name. */
export async function trainRun(folder: string, name: string, ...options: string[]): Promise<void> {
  const recipe = join(root, 'examples/recipes/auto-mpg.json');
  const command = [join(root, 'dist/bundle/main.js'), 'train', recipe, '--runs', folder, '--name', name];
  await run(process.execPath, [...command, '--epochs', '4', ...options], { cwd: folder });
}

const side = 16;
const steps = 6;
const layers = 12;

/** Values of the pictures: from -1.5 to 1.5, one of them NaN. */
const waves = (step: number): Float64Array =>
  Float64Array.from({ length: side * side }, (_, i) => (i === 5 ? Number.NaN : 1.5 * Math.sin(i / 9 + step)));

/** Writes a run with every kind of record: gradients that vanish, distributions that move, pictures, texts. */
export function writeRecords(folder: string): EventFileWriter {
  const writer = new EventFileWriter(folder, { flushMilliseconds: 50 });
  for (let step = 0; step < steps; step++) {
    for (let layer = 0; layer < layers; layer++) {
      const norm = layer === 3 && step === 2 ? Number.NaN : 10 ** ((layer - layers) / 2);
      writer.scalar(`grad_norm/block_${layer}/conv`, norm, step * 10);
      writer.scalar(`dead_units/block_${layer}/conv`, layer / layers, step * 10);
    }
    const buckets = Array.from({ length: 20 }, (_, i) => [i - 10, i - 9, 100 * Math.exp(-((i - 10 - step) ** 2) / 8)]);
    writer.histogram('weights/kernel', Float64Array.from(buckets.flat()), step * 10);
    const shape = { width: side, height: side };
    const own = encodeValueImage({ ...shape, channels: 1, values: waves(step) }, { black: -1, white: 1 }).png;
    writer.image('pictures/own', { ...shape, images: [own] }, step * 10);
    const data = Uint8Array.from(waves(step), (value) => Math.min(255, Math.max(0, 128 + 160 * value)));
    const foreign = encodePng({ ...shape, channels: 1, data });
    writer.image('pictures/foreign', { ...shape, images: [foreign, foreign] }, step * 10);
    const text = `# Step ${step * 10}\n\n<b>no HTML</b> but **bold**\n\n| a | b |\n|---|---|\n| 1 | 2 |`;
    writer.text('log/notes', text, step * 10);
  }
  writer.flush();
  return writer;
}

/** Serves what was filled into a folder. */
export async function serveRecorded(fill: (folder: string) => void | Promise<void>): Promise<string> {
  const folder = makeFolder();
  await fill(folder);
  return (await serveBoard(folder, 'localhost', appFolder)).url;
}
