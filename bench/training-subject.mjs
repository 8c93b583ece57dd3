import { workloads } from './workloads.mjs';

/**
 * A network of the benchmark with its data, ready to take training steps as `fit` takes them. Imports nothing of
 * netwright, so that it runs on `netwright` in Node and on `netwright/browser` alike.
 *
 * @param netwright the module
 * @param executor the engine that it opened
 * @param batches how many there are in the dataset
 */
export async function trainingSubject(netwright, executor, name, batches = 1) {
  const { createSchedule, MemoryDataset, optimizerOptions, parameterCount, RandomStream, sequential, TrainingEngine } =
    netwright;
  const { shape, vocabulary, batch, classes, targetShape = [], layers } = workloads[name];
  const random = new RandomStream(0, 'bench');
  const count = (lengths) => lengths.reduce((product, length) => product * length, 1);
  const indices = (lengths, bound) => {
    const data = BigInt64Array.from({ length: count(lengths) }, () => BigInt(random.integer(bound)));
    return { dtype: 'int64', shape: lengths, data };
  };
  const normal = (lengths) => {
    const data = Float32Array.from({ length: count(lengths) }, () => random.normal());
    return { dtype: 'float32', shape: lengths, data };
  };
  const inputShape = [batches * batch, ...shape];
  const dataset = new MemoryDataset({
    source: name,
    layout: 'unknown',
    inputs: [
      { name: 'input', values: vocabulary === undefined ? normal(inputShape) : indices(inputShape, vocabulary) },
    ],
    target: { name: 'target', values: indices([batches * batch, ...targetShape], classes) },
  });
  const network = sequential(layers, { inputShape: shape });
  const optimizer = optimizerOptions.parse({ name: 'adam' });
  const rate = createSchedule({ name: 'constant' }, { learningRate: optimizer.learningRate, totalSteps: 1 });
  const training = new TrainingEngine(network, { executor, loss: 'crossEntropy', optimizer, seed: 0 });
  const rows = Uint32Array.from({ length: batch }, (_, row) => row);
  // PyTorch's side has its batch in place, too: only the step is timed.
  await training.load(dataset, rows);
  const initial = training.snapshot();
  let step = 0;
  return {
    engine: executor.description,
    /** What `fit` needs. */
    executor,
    network,
    dataset,
    batch,
    parameters: parameterCount(network),
    async step() {
      step++;
      return training.step(step, rate(step));
    },
    /** Copies the batch into place anew, as `fit` does before each step. */
    load: () => training.load(dataset, rows),
    /** A step that is also looked into. */
    async probe(histogramBins) {
      step++;
      return training.probe(step, rate(step), { indices: rows, histogramBins });
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
