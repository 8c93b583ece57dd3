/** Event files for the benchmark of the board, the same every time. */
import { join } from 'node:path';
import { EventFileWriter } from '../dist/records/index.js';

/** Points of a curve that stand out, at 100 where all others are below 1. */
export const spikes = 20;
export const spikeValue = 100;

const writerOf = (folder) => new EventFileWriter(folder, { flushMilliseconds: 1e9 });

/** Numbers that need no generator of their own. */
const noise = (i) => ((i * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;

/** A run of some tags with as many points each. */
export function writeCurves(folder, tags, points) {
  const writer = writerOf(folder);
  const distance = Math.floor(points / spikes);
  for (let step = 0; step < points; step++) {
    const isSpike = step % distance === 12_345 % distance;
    for (const tag of tags) writer.scalar(tag, isSpike ? spikeValue : noise(step), step, 1.8e9 + step / 100);
  }
  writer.close();
}

/** What a training writes: twenty scalars a step, now and then histograms and a picture. */
export function writeTraining(folder, bytes) {
  const writer = writerOf(folder);
  const buckets = Float64Array.from({ length: 90 }, (_, i) => i);
  const image = Uint8Array.from({ length: 20_000 }, (_, i) => noise(i) * 256);
  const tags = Array.from({ length: 20 }, (_, i) => `layer_${i}/gradient_norm`);
  let written = 0;
  for (let step = 0; written < bytes; step++) {
    const wallTime = 1.8e9 + step / 100;
    for (const tag of tags) writer.scalar(tag, noise(step), step, wallTime);
    written += 65 * tags.length;
    if (step % 20 === 0) {
      for (const tag of tags) writer.histogram(tag.replace('gradient_norm', 'weights'), buckets, step, wallTime);
      written += 800 * tags.length;
    }
    if (step % 50 === 0) {
      writer.image('sample', { width: 100, height: 100, images: [image] }, step, wallTime);
      written += 20_100;
    }
  }
  writer.close();
}

const numbered = (name, count) => Array.from({ length: count }, (_, i) => `${name}${i}`);

/** What boards are shown; `tag` is the chart that is waited for, `points` what its curves have together. */
export const logs = {
  'one-tag': {
    description: '1 tag x 1 000 000 points',
    tag: 'loss',
    points: 1_000_000,
    write: (root) => writeCurves(join(root, 'run'), ['loss'], 1_000_000),
  },
  'ten-tags': {
    description: '10 tags x 100 000 points',
    tag: 'tag_0',
    points: 100_000,
    write: (root) => writeCurves(join(root, 'run'), numbered('tag_', 10), 100_000),
  },
  'many-runs': {
    description: '1 000 runs x 1 000 points',
    tag: 'loss',
    points: 1_000_000,
    run: null,
    write: (root) => {
      for (const run of numbered('run-', 1000)) writeCurves(join(root, run), ['loss'], 1000);
    },
  },
};
