/**
 * Compares netwright's outputs with Keras's: node scripts/compare-with-keras.mjs FOLDER OUT, after `npm run build` and
 * `python3 test/fixtures/keras/predict.py FOLDER OUT`. Prints the largest difference of each model.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openNetwork } from '../dist/importers/index.js';
import { onnxRuntimeNode } from '../dist/runtime/index.js';

const [folder, out] = process.argv.slice(2);
const executor = await onnxRuntimeNode();
let worst = 0;
let failed = 0;
for (const name of (await readdir(out)).filter((file) => file.endsWith('.x.npy')).map((file) => file.slice(0, -6))) {
  try {
    const { network, notes } = await openNetwork(join(folder, name, 'model.keras'));
    const [x, y] = await Promise.all(
      ['x', 'y'].map(async (part) => npy(await readFile(join(out, `${name}.${part}.npy`)))),
    );
    const [input, output] = [network.graph.inputs[0], network.graph.outputs[0]];
    const executable = await executor.load(network.graph);
    const data = input.dtype === 'int64' ? BigInt64Array.from(x.data, (value) => BigInt(value)) : x.data;
    const result = (await executable.run({ [input.name]: { dtype: input.dtype, shape: x.shape, data } }))[output.name];
    const difference = largestDifference(result.data, y.data);
    worst = Math.max(worst, difference);
    if (!(difference <= 1e-5)) failed++;
    console.log(name, difference.toExponential(1), ...notes.map((note) => note.message));
  } catch (error) {
    failed++;
    console.log(name, error.message);
  }
}
console.log(`largest difference ${worst.toExponential(1)}, ${failed} failed`);

/** Relative where the outputs are larger than 1. */
function largestDifference(actual, expected) {
  if (actual.length !== expected.length) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

function npy(bytes) {
  const length = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + length);
  const shape = [...(/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '').matchAll(/\d+/g)].map(Number);
  return {
    shape,
    data: new Float32Array(bytes.buffer.slice(bytes.byteOffset + 10 + length, bytes.byteOffset + bytes.length)),
  };
}
