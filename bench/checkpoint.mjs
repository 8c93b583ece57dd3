/**
 * How long checkpoints hold up the training of a network of 5 million parameters: `node bench/checkpoint.mjs [seconds]`. The
 * first is apart, since its memory and its hashes are looked for before the first step.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
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

const seconds = Number(process.argv[2] ?? 20);
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
const checkpoints = saveCheckpoints({ folder, everySteps: 10, onWarning: (text) => console.log(text) });
const controller = new AbortController();
/** Time that the handler keeps from training, of steps that took a copy and of those that did not. */
const stalls = [];
const busy = [];
const others = [];
/** Milliseconds that this thread has had a processor; other programs keep it waiting besides. Linux alone tells. */
function processorTime() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}
let preparing = 0;
let end = Number.POSITIVE_INFINITY;
const timed = {
  ...checkpoints,
  onTrainBegin(state) {
    const start = performance.now();
    checkpoints.onTrainBegin(state);
    preparing = performance.now() - start;
    end = performance.now() + 1000 * seconds;
  },
  onStepEnd(state) {
    let copied = false;
    const busyBefore = processorTime();
    const start = performance.now();
    checkpoints.onStepEnd({
      step: state.step,
      checkpoint(spent) {
        copied = true;
        return state.checkpoint(spent);
      },
    });
    // Behind what the handler has left to be done at once: the start of the thread.
    queueMicrotask(() => {
      (copied ? stalls : others).push(performance.now() - start);
      if (copied) busy.push(processorTime() - busyBefore);
    });
    if (start > end) controller.abort();
  },
};
await fitNetwork(network, {
  executor: await openExecutor({ threads: 1 }),
  recipe: resolveRecipe({ steps: 100_000, batchSize: 4 }),
  loss: 'mse',
  train,
  handlers: [timed],
  signal: controller.signal,
});
rmSync(folder, { recursive: true });
const [first, ...later] = stalls;
others.sort((a, b) => a - b);
busy.sort((a, b) => a - b);
later.sort((a, b) => a - b);
const ms = (number) => `${number.toFixed(1)} ms`;
console.log(
  `5 M parameters with Adam, ${stalls.length} checkpoints in ${seconds} s, load ${loadavg()[0].toFixed(1)}: ` +
    `before the first step ${ms(preparing)}; training stalled ${ms(first)} at the first, then ${ms(later[later.length >> 1])} ` +
    `(median), ${ms(later.at(-1))} at most, ${ms(busy[busy.length >> 1])} of it on the processor (median); at steps without ${ms(others[others.length >> 1])} (median), ${ms(others.at(-1))} at most`,
);
