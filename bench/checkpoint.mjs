/** How long checkpoints hold up the training of a network of 5 million parameters: `node bench/checkpoint.mjs`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  fit as fitNetwork,
  MemoryDataset,
  openExecutor,
  RandomStream,
  resolveRecipe,
  saveCheckpoints,
  sequential,
} from '../dist/index.js';

const random = new RandomStream(0, 'bench');
const x = Float32Array.from({ length: 256 * 500 }, () => random.normal());
const train = new MemoryDataset({
  source: 'noise',
  layout: 'features',
  inputs: [{ name: 'x', values: { dtype: 'float32', shape: [256, 500], data: x } }],
  target: { name: 'y', values: { dtype: 'float32', shape: [256, 1], data: x.slice(0, 256) } },
});
const layers = [
  { layer: 'dense', units: 2000 },
  { layer: 'dense', units: 2000 },
  { layer: 'dense', units: 1 },
];
const network = sequential(layers, { inputShape: [500] });
const folder = mkdtempSync(join(tmpdir(), 'netwright-bench-'));
const checkpoints = saveCheckpoints({ folder, everySteps: 10 });
/** Time that the handler keeps from training, of steps that took a copy. */
const stalls = [];
const timed = {
  ...checkpoints,
  onStepEnd(state) {
    const start = performance.now();
    checkpoints.onStepEnd(state);
    const stall = performance.now() - start;
    if (stall > 1) stalls.push(stall);
  },
};
const recipe = resolveRecipe({ steps: 250, batchSize: 4 });
await fitNetwork(network, {
  executor: await openExecutor({ threads: 1 }),
  recipe,
  loss: 'mse',
  train,
  handlers: [timed],
});
rmSync(folder, { recursive: true });
stalls.sort((a, b) => a - b);
const [median, most] = [stalls[stalls.length >> 1], stalls.at(-1)].map((number) => number.toFixed(1));
console.log(
  `${stalls.length} checkpoints of 5 M parameters with Adam: training stalled ${median} ms each, ${most} ms at most`,
);
