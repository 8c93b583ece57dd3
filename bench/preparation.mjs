/**
 * What preparation costs in a compiled training step: the default network for images with whitening, and with squashing
 * beside it, against the same network on the same data as they are. Prints the medians and their ratios.
 *
 * node bench/preparation.mjs [STEPS]
 */
import {
  defaultLayers,
  fitPreparation,
  fromNumbers,
  inferTask,
  MemoryDataset,
  openExecutor,
  resolveRecipe,
  sequential,
  TrainingEngine,
  withPreparation,
} from '../dist/index.js';

const steps = Number(process.argv[2] ?? 60);
const samples = 256;
const batchSize = 64;
const pixels = Float32Array.from({ length: samples * 784 }, (_, i) => (i * 7919) % 256);
const labels = Array.from({ length: samples }, (_, i) => i % 10);
const train = new MemoryDataset({
  source: 'made',
  layout: 'NHW',
  inputs: [{ name: 'images', values: fromNumbers('float32', [samples, 28, 28], pixels) }],
  target: { name: 'labels', values: fromNumbers('int64', [samples], labels) },
});
const loss = 'crossEntropy';
const plain = sequential(defaultLayers(train, inferTask(train), { loss }), { inputShape: [28, 28] });
const prepared = (choice) => withPreparation(plain, fitPreparation(train, choice, { scaleTarget: false }));
const networks = { plain, whitened: prepared('auto'), squashed: prepared({ squash: 'asinh' }) };

const executor = await openExecutor({ threads: 1 });
const { optimizer } = resolveRecipe({});
const indices = Uint32Array.from({ length: batchSize }, (_, i) => i);
const engines = [];
for (const [name, network] of Object.entries(networks)) {
  const engine = new TrainingEngine(network, { executor, loss, optimizer, seed: 0 });
  await engine.load(train, indices);
  engines.push({ name, engine, times: [] });
}
// In turns, so that whatever else the machine does falls on all alike.
for (let step = 1; step <= steps; step++) {
  for (const { engine, times } of engines) {
    const start = performance.now();
    await engine.step(step, 1e-3);
    times.push(performance.now() - start);
  }
}
const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
const base = median(engines[0].times);
for (const { name, engine, times } of engines) {
  console.log(
    `${name.padEnd(10)}${median(times).toFixed(2)} ms a step, ${(100 * (median(times) / base - 1)).toFixed(1)} % more`,
  );
  await engine.release();
}
