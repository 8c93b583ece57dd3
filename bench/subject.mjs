import {
  createSchedule,
  MemoryDataset,
  openExecutor,
  optimizerOptions,
  parameterCount,
  RandomStream,
  sequential,
  TrainingEngine,
} from '../dist/index.js';
import { workloads } from './workloads.mjs';

/** A network of the benchmark with its data, ready to take training steps as `fit` takes them. */
export async function openSubject(name, { threads = 1, engine = 'onnxruntime-node' } = {}) {
  const { shape, batch, classes, layers } = workloads[name];
  const size = shape.reduce((product, length) => product * length, 1);
  const random = new RandomStream(0, 'bench');
  const dataset = new MemoryDataset({
    source: name,
    layout: 'unknown',
    inputs: [
      {
        name: 'input',
        values: {
          dtype: 'float32',
          shape: [batch, ...shape],
          data: Float32Array.from({ length: batch * size }, () => random.normal()),
        },
      },
    ],
    target: {
      name: 'target',
      values: {
        dtype: 'int64',
        shape: [batch],
        data: BigInt64Array.from({ length: batch }, () => BigInt(random.integer(classes))),
      },
    },
  });
  const network = sequential(layers, { inputShape: shape });
  const optimizer = optimizerOptions.parse({ name: 'adam' });
  const rate = createSchedule({ name: 'constant' }, { learningRate: optimizer.learningRate, totalSteps: 1 });
  const executor = await openExecutor({ engine, threads });
  const training = new TrainingEngine(network, { executor, loss: 'crossEntropy', optimizer, seed: 0 });
  const indices = Uint32Array.from({ length: batch }, (_, row) => row);
  // PyTorch's side has its batch in place, too: only the step is timed.
  await training.load(dataset, indices);
  const initial = training.snapshot();
  let step = 0;
  return {
    engine: executor.description,
    parameters: parameterCount(network),
    async step() {
      step++;
      return training.step(step, rate(step));
    },
    /** Copies the batch into place anew, as `fit` does before each step. */
    load: () => training.load(dataset, indices),
    /** A step that is also looked into. */
    async probe(histogramBins) {
      step++;
      return training.probe(step, rate(step), { indices, histogramBins });
    },
    /** Back to the initial parameters: a batch that has been learnt by heart has other numbers, and another speed. */
    restart() {
      training.restore(initial);
      step = 0;
    },
    /** Milliseconds per step over about `seconds`, from the initial parameters. */
    async runFor(seconds) {
      this.restart();
      for (let i = 0; i < 5; i++) await this.step();
      const start = performance.now();
      let done = 0;
      while (performance.now() - start < 1000 * seconds || done < 3) {
        await this.step();
        done++;
      }
      return (performance.now() - start) / done;
    },
    release: () => training.release(),
  };
}
