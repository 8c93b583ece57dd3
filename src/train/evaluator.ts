import { compileEvaluationStep, type SeveralLosses } from '../compile/index.ts';
import { type ConcreteShape, elementCount, type Tensor, UsageError } from '../core/index.ts';
import type { Dataset } from '../data/browser.ts';
import {
  allMetricsFor,
  findLoss,
  type LossChoice,
  lossNameOf,
  type MetricName,
  metrics,
  metricsFor,
  type Network,
} from '../nn/index.ts';
import type { BoundRun, Executable, Executor } from '../runtime/browser.ts';
import { type BatchBuffer, batchBuffer, matchFields } from './batch-buffers.ts';
import { checkTarget } from './check-target.ts';
import { checkFurtherTargets, gatherFurther } from './further-targets.ts';
import { metricBatch } from './metric-batch.ts';
import { type ParameterVectors, vectorFeeds } from './parameter-vectors.ts';

/** Loss and metrics over a whole dataset. */
export interface Scores {
  readonly loss: number;
  readonly metrics: Readonly<Partial<Record<MetricName, number>>>;
  /** Of a network with several losses: each without its factor, by the name of its output. */
  readonly outputLosses?: Readonly<Record<string, number>>;
}

/** What an evaluation computes beside the outputs. */
interface EvaluatedLosses extends SeveralLosses {
  readonly loss: LossChoice;
}

/** Results of one batch; the arrays are overwritten by the next. */
interface BatchResult {
  /** Index of the batch's first sample in the dataset. */
  readonly first: number;
  readonly samples: number;
  /** Shape of the outputs, batch first. */
  readonly shape: ConcreteShape;
  readonly outputs: Float32Array;
  readonly targets: Float32Array | BigInt64Array | undefined;
  readonly loss: number;
  /** Each loss where there are several, the first output's first. */
  readonly losses: readonly number[];
}

interface Compiled {
  readonly executable: Executable;
  readonly data: readonly BatchBuffer[];
  readonly target: BatchBuffer | undefined;
  readonly furtherTargets: readonly BatchBuffer[];
  readonly output: BatchBuffer;
  readonly loss: Float32Array;
  readonly losses: readonly Float32Array[];
  readonly bound: BoundRun;
}

/** Runs a network in inference form over datasets, with the parameters that some vectors hold at that moment. */
export class Evaluator {
  readonly #network: Network;
  readonly #executor: Executor;
  readonly #vectors: ParameterVectors;
  readonly #losses: EvaluatedLosses | undefined;
  readonly #compiled = new Map<number, Compiled>();
  readonly #checked = new WeakSet<Dataset>();

  /** @param losses also computed, where given; then datasets need a target */
  constructor(network: Network, executor: Executor, vectors: ParameterVectors, losses?: EvaluatedLosses) {
    this.#network = network;
    this.#executor = executor;
    this.#vectors = vectors;
    this.#losses = losses;
  }

  /** Runs over a dataset in order, in batches of `batchSize`, the last perhaps smaller. */
  async forEachBatch(dataset: Dataset, batchSize: number, visit: (result: BatchResult) => void): Promise<void> {
    const fields = matchFields(dataset, this.#network.graph.inputs);
    const ahead = dataset.readAhead?.(inOrder(dataset.length, batchSize), batchSize);
    try {
      for (const indices of inOrder(dataset.length, batchSize)) {
        const samples = indices.length;
        const { data, target, furtherTargets, output, loss, losses, bound } = await this.#compile(
          samples,
          dataset.target?.shape,
        );
        await ahead?.next();
        fields.forEach((field, index) => {
          dataset.gather(field, indices, data[index]!.tensor.data);
        });
        if (target !== undefined) dataset.gather(dataset.target!.name, indices, target.tensor.data);
        if (this.#losses !== undefined) gatherFurther(dataset, indices, this.#losses, furtherTargets);
        await bound.run();
        visit({
          first: indices[0]!,
          samples,
          shape: output.tensor.shape,
          outputs: output.tensor.data as Float32Array,
          targets: target?.tensor.data,
          loss: loss[0]!,
          losses: losses.map(([value]) => value!),
        });
      }
    } finally {
      await ahead?.close();
    }
  }

  /** The outputs for each sample of a dataset, in order. */
  async outputs(dataset: Dataset, batchSize: number): Promise<Tensor<'float32'>> {
    let sampleShape: ConcreteShape = [];
    let data = new Float32Array(0);
    await this.forEachBatch(dataset, batchSize, ({ first, shape, outputs }) => {
      sampleShape = shape.slice(1);
      const width = elementCount(sampleShape);
      if (first === 0) data = new Float32Array(dataset.length * width);
      data.set(outputs, first * width);
    });
    return { dtype: 'float32', shape: [dataset.length, ...sampleShape], data };
  }

  /**
   * Mean loss and metrics over a dataset.
   *
   * @param names of the metrics; by default those that are reported after every epoch
   * @throws DataError where the target does not fit the loss, UsageError where a metric does not or no loss was given
   */
  async score(dataset: Dataset, batchSize: number, names?: readonly MetricName[]): Promise<Scores> {
    const loss = this.#losses?.loss;
    if (loss === undefined) throw new UsageError('an evaluator without a loss cannot score');
    const { target: targetKind, output: outputKind, classesLast } = findLoss(loss);
    const scored = names ?? metricsFor(targetKind);
    // A check reads the whole target: it is made once, and not after every epoch again.
    if (!this.#checked.has(dataset)) checkTarget(dataset, this.#network.graph.outputs[0]!, loss);
    if (!this.#checked.has(dataset)) checkFurtherTargets(dataset, this.#network, this.#losses!);
    this.#checked.add(dataset);
    checkMetrics(scored, loss);
    const accumulators = scored.map((name) => ({ name, accumulator: metrics[name].start() }));
    let lossSum = 0;
    const sums: number[] = [];
    await this.forEachBatch(dataset, batchSize, ({ shape, outputs, targets, samples, loss: batchLoss, losses }) => {
      lossSum += batchLoss * samples;
      for (const [index, each] of losses.entries()) sums[index] = (sums[index] ?? 0) + each * samples;
      const target = dataset.target!.shape;
      const kinds = { targetKind, outputKind, classesLast };
      const batch = metricBatch({ samples, shape, outputs, targets: targets!, target, ...kinds });
      for (const { accumulator } of accumulators) accumulator.add(batch);
    });
    const scores = accumulators.map(({ name, accumulator }): [MetricName, number] => [name, accumulator.result()]);
    const outputs = [
      this.#network.graph.outputs[0]!.name,
      ...(this.#losses?.furtherLosses ?? []).map((each) => each.output),
    ];
    const outputLosses = Object.fromEntries(sums.map((sum, index) => [outputs[index]!, sum / dataset.length]));
    return {
      loss: lossSum / dataset.length,
      metrics: Object.fromEntries(scores),
      ...(sums.length === 0 ? {} : { outputLosses }),
    };
  }

  /** Frees the compiled graphs. */
  async release(): Promise<void> {
    for (const { executable } of this.#compiled.values()) await executable.release();
    this.#compiled.clear();
  }

  async #compile(batchSize: number, targetShape: ConcreteShape | undefined): Promise<Compiled> {
    const known = this.#compiled.get(batchSize);
    if (known !== undefined) return known;
    const step = compileEvaluationStep(this.#network, {
      batchSize,
      target: this.#executor.target,
      targetShape,
      states: [...this.#vectors.states.keys()],
      ...this.#losses,
    });
    const executable = await this.#executor.load(step.graph);
    const data = step.dataInputs.map(batchBuffer);
    const target = step.target === undefined ? undefined : batchBuffer(step.target);
    const furtherTargets = step.furtherTargets.map(batchBuffer);
    const output = batchBuffer(step.output);
    const loss = Float32Array.of(Number.NaN);
    const feeds = vectorFeeds(this.#vectors, step.parameterInputs);
    for (const { value, tensor } of [...data, ...(target === undefined ? [] : [target]), ...furtherTargets]) {
      feeds[value.name] = tensor;
    }
    const fetches: Record<string, Tensor> = { [step.output.name]: output.tensor };
    if (step.loss !== undefined) fetches[step.loss] = { dtype: 'float32', shape: [], data: loss };
    const losses = step.losses.map((name) => {
      const data = new Float32Array(1);
      fetches[name] = { dtype: 'float32', shape: [], data };
      return data;
    });
    const compiled = {
      executable,
      data,
      target,
      furtherTargets,
      output,
      loss,
      losses,
      bound: executable.bind(feeds, fetches),
    };
    this.#compiled.set(batchSize, compiled);
    return compiled;
  }
}

/** All samples in order, in batches. */
function* inOrder(length: number, batchSize: number): Generator<Uint32Array> {
  for (let first = 0; first < length; first += batchSize) {
    yield Uint32Array.from({ length: Math.min(batchSize, length - first) }, (_, index) => first + index);
  }
}

function checkMetrics(names: readonly MetricName[], loss: LossChoice): void {
  const fitting = allMetricsFor(findLoss(loss).target);
  const wrong = names.find((name) => !fitting.includes(name));
  if (wrong === undefined) return;
  throw new UsageError(`the metric ${wrong} does not fit the loss ${lossNameOf(loss)}`, {
    advice: `Use one of ${fitting.join(', ')}`,
  });
}
