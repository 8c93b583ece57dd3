/**
 * Compares training with Keras's: node scripts/compare-training-with-keras.mjs FOLDER OUT, after `npm run build` and
 * `python3 test/fixtures/keras/train.py FOLDER OUT`. Prints the largest difference of the losses of each model, relative
 * where they are above 1, and of the norms of its weights. Dropout and noise are off on both sides.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryDataset } from '../dist/data/index.js';
import { openNetwork } from '../dist/importers/index.js';
import { findLoss } from '../dist/nn/index.js';
import { onnxRuntimeNode } from '../dist/runtime/index.js';
import { fit as fitNetwork, resolveRecipe } from '../dist/train/index.js';

const [folder, out] = process.argv.slice(2);
const executor = await onnxRuntimeNode();
const ending = '.losses.json';
let failed = 0;
for (const name of (await readdir(out))
  .filter((file) => file.endsWith(ending))
  .map((file) => file.replace(ending, ''))) {
  try {
    failed += (await compare(name)) ? 0 : 1;
  } catch (error) {
    failed++;
    console.log(name, error.message);
  }
}
console.log(`${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function compare(name) {
  const stored = JSON.parse(await readFile(join(out, name + ending), 'utf8'));
  const { network, recipe, notes } = await openNetwork(join(folder, name, 'model.keras'));
  const { losses, reason } = await train(
    withoutNoise(network),
    recipe,
    stored,
    await readFile(join(out, `${name}.train.bin`)),
  );
  const expected = stored.losses.map((loss) => loss ?? Number.NaN);
  const finite = (list) => (list.findIndex((loss) => !Number.isFinite(loss)) + list.length + 1) % (list.length + 1);
  const steps = finite(expected);
  const differences = expected
    .slice(0, steps)
    .map((loss, i) => Math.abs(losses[i] - loss) / Math.max(1, Math.abs(loss)));
  const worst = Math.max(0, ...differences);
  const at = differences.indexOf(worst) + 1;
  const isSame = worst <= 1e-3 && (steps === expected.length || losses.length === steps);
  const ends = `${losses.length} of ${expected.length} steps (Keras: ${steps} finite, ${reason})`;
  console.log(
    isSame ? 'ok ' : 'BAD',
    name,
    worst.toExponential(1),
    `at ${at};`,
    ends,
    ...notes.map(({ message }) => message),
  );
  return isSame;
}

async function train(network, recipe, { batchSize, shapes, losses: { length: steps } }, bytes) {
  const complete = resolveRecipe({ ...recipe, batchSize, shuffle: false, steps });
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const split = shapes.x.reduce((a, b) => a * b);
  const isClasses = findLoss(complete.loss).target === 'classes';
  const [dtype, targets] = isClasses
    ? ['int64', BigInt64Array.from(numbers.subarray(split), (value) => BigInt(value))]
    : ['float32', numbers.subarray(split)];
  const data = new MemoryDataset({
    source: 'the data of Keras',
    layout: 'unknown',
    inputs: [{ name: 'x', values: { dtype: 'float32', shape: shapes.x, data: numbers.subarray(0, split) } }],
    target: { name: 'y', values: { dtype, shape: shapes.y, data: targets } },
  });
  const losses = [];
  const handlers = [{ onStepEnd: ({ loss }) => void losses.push(loss) }];
  const { reason } = await fitNetwork(network, {
    executor,
    recipe: complete,
    loss: complete.loss,
    train: data,
    handlers,
  });
  return { losses, reason: reason.kind };
}

/** The network without dropout and what is made of it. */
function withoutNoise(network) {
  const nodes = network.graph.nodes.map((node) =>
    node.opType === 'Dropout' ? { ...node, opType: 'Identity', inputs: node.inputs.slice(0, 1), attributes: {} } : node,
  );
  return { ...network, graph: { ...network.graph, nodes } };
}
