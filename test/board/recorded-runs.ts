import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
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

/** Writes twelve runs with hyper-parameters and a metric of which one is NaN. */
export function writeSweep(folder: string): void {
  for (let i = 0; i < 12; i++) {
    const writer = new EventFileWriter(join(folder, `run-${i}`));
    writer.hyperparameters({ rate: 10 ** (-1 - (i % 4)), optimizer: i % 2 === 0 ? 'adam' : 'sgd', seed: 1 });
    writer.scalar('loss/val', i === 3 ? Number.NaN : i / 10, 1);
    writer.endSession('success');
    writer.close();
  }
}

/** Writes what a diagnosis leaves in its folder. */
export function writeDiagnosis(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const curves = { without: [2, 1.9, 1.9], with: [2, 0.5, 0.1] };
  const effect = { without: 0.5, with: 0.9, difference: 0.4, interval: [0.3, 0.5], against: 'as-is', seeds: 3, curves };
  const reason = 'a softmax over one unit is 1 for <b>every</b> sample';
  const report = {
    verdict: 'faulty',
    summary: 'a softmax over one unit is constant. 1 change makes 50 % right into 90 % right',
    causes: [
      { rule: 'softmax', title: 'a constant softmax', layer: 'dense_2', reason, status: 'confirmed', effect },
      { rule: 'rate', title: 'the learning rate is too high', reason: 'adam at 0.001', status: 'refuted' },
    ],
    minimalFix: [
      { summary: 'a sigmoid', keras: ['Dense(1, activation="sigmoid")'], recipe: { activation: 'sigmoid' } },
    ],
    before: { score: 0.5, scores: [0.5, 0.5], losses: [2, 2] },
    after: { score: 0.9, scores: [0.9, 0.9], losses: [2, 0.1] },
    cost: { trials: 12, seconds: 90 },
    seeds: { used: [0, 1], failuresBefore: 1, failuresAfter: 0 },
    task: 'yes or no',
    metric: 'accuracy',
    constantScore: 0.5,
  };
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
  writeFileSync(join(folder, 'report.html'), '');
}

/** Serves what was filled into a folder. */
export async function serveRecorded(fill: (folder: string) => void | Promise<void>): Promise<string> {
  const folder = makeFolder();
  await fill(folder);
  return (await serveBoard(folder, 'localhost', appFolder)).url;
}
