import { compileTrainingStep, flatLayout, type SeveralLosses, type TrainingStep } from '../compile/index.ts';
import {
  type ConcreteShape,
  elementCount,
  formatShape,
  fromNumbers,
  RandomStream,
  sameShape,
  type Tensor,
  TrainingError,
} from '../core/index.ts';
import type { Dataset } from '../data/browser.ts';
import { applyConstraint, type ClassWeights, type LossChoice, type MetricName, type Network } from '../nn/index.ts';
import {
  createGradientClipping,
  createOptimizer,
  createVectorOperations,
  FlatMemory,
  type GradientClipping,
  type GradientClippingOptions,
  type Optimizer,
  type OptimizerOptions,
  slotNamesOf,
  type VectorOperations,
} from '../optim/index.ts';
import type { BoundRun, Executable, Executor } from '../runtime/browser.ts';
import { type BatchBuffer, batchBuffer, matchFields } from './batch-buffers.ts';
import { checkTarget } from './check-target.ts';
import { Evaluator, type Scores } from './evaluator.ts';
import { checkFurtherTargets, gatherFurther } from './further-targets.ts';
import { networkFingerprint } from './network-fingerprint.ts';
import { findNonFinite, type NonFiniteOrigin } from './non-finite.ts';
import { measureParameters } from './parameter-statistics.ts';
import {
  loadVectors,
  networkWithVectors,
  type ParameterVectors,
  stateNames,
  vectorFeeds,
} from './parameter-vectors.ts';
import { type LayerActivations, openProbe, type Probe, type StepStatistics } from './probe.ts';
import { sharedCopy } from './shared-copy.ts';

interface CompiledTraining {
  readonly step: TrainingStep;
  readonly executable: Executable;
  readonly data: readonly BatchBuffer[];
  readonly target: BatchBuffer;
  readonly furtherTargets: readonly BatchBuffer[];
  readonly seed: Tensor | undefined;
  readonly loss: Float32Array;
  readonly nextStates: readonly { readonly state: Float32Array; readonly next: Float32Array }[];
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly bound: BoundRun;
}

/** What one training step gave. */
export interface StepResult {
  /** Mean loss of the batch, before the update. */
  readonly loss: number;
  /** Euclidean norm of all gradients, before clipping. */
  readonly gradientNorm: number;
}

/** Everything that training changes, copied. */
export interface Snapshot {
  readonly parameters: Float32Array;
  readonly slots: readonly Float32Array[];
  readonly states: readonly Float32Array[];
}

export interface TrainingEngineOptions extends SeveralLosses {
  readonly executor: Executor;
  readonly loss: LossChoice;
  /** How much each class counts in the loss that is trained on, not in that of an evaluation. */
  readonly classWeights?: ClassWeights | undefined;
  readonly optimizer: OptimizerOptions;
  readonly gradientClipping?: GradientClippingOptions | undefined;
  readonly seed: number;
}

/**
 * Trains and scores a network on an engine: holds the flat vectors, the graphs compiled for each batch size, and the
 * optimizer. It knows single steps; epochs, events and stopping belong to {@link fit}.
 */
export class TrainingEngine {
  readonly #network: Network;
  readonly #options: TrainingEngineOptions;
  readonly #memory: FlatMemory;
  readonly #vectors: ParameterVectors;
  readonly #operations: VectorOperations;
  readonly #optimizer: Optimizer;
  readonly #clip: GradientClipping;
  readonly #evaluator: Evaluator;
  readonly #compiled = new Map<number, CompiledTraining>();
  readonly #probes = new Map<string, Probe>();
  #loaded: CompiledTraining | undefined;
  #dataset: Dataset | undefined;
  #fields: readonly string[] = [];

  constructor(network: Network, options: TrainingEngineOptions) {
    const { executor, loss, optimizer, gradientClipping, lossWeight, furtherLosses } = options;
    this.#network = network;
    this.#options = options;
    const layout = flatLayout(network);
    const states = stateNames(network);
    const { initializers } = network.graph;
    this.#memory = new FlatMemory({
      parameterCount: layout.length,
      slots: slotNamesOf(optimizer).length,
      regions: Object.fromEntries(states.map((name) => [name, initializers.get(name)!.data.length])),
    });
    this.#vectors = {
      layout,
      parameters: this.#memory.parameters,
      states: new Map(states.map((name) => [name, this.#memory.region(name)])),
    };
    loadVectors(this.#vectors, network);
    this.#operations = createVectorOperations(this.#memory);
    this.#optimizer = createOptimizer(optimizer, this.#memory);
    this.#clip =
      gradientClipping === undefined
        ? (vectors, gradients) => vectors.norm(gradients)
        : createGradientClipping(gradientClipping);
    this.#evaluator = new Evaluator(network, executor, this.#vectors, { loss, lossWeight, furtherLosses });
  }

  /**
   * Copies the samples at `indices` into the buffers that the next {@link TrainingEngine.step} reads. A batch of a new
   * size is compiled for first.
   *
   * @throws DataError where the data do not fit the network or the loss
   */
  async load(dataset: Dataset, indices: Uint32Array): Promise<void> {
    this.#use(dataset);
    const compiled = this.#compiled.get(indices.length) ?? (await this.#compile(indices.length));
    const { data, target } = compiled;
    for (let i = 0; i < data.length; i++) dataset.gather(this.#fields[i]!, indices, data[i]!.tensor.data);
    dataset.gather(dataset.target!.name, indices, target.tensor.data);
    gatherFurther(dataset, indices, this.#options, compiled.furtherTargets);
    this.#loaded = compiled;
  }

  /**
   * One optimizer step on the batch loaded last. Where the loss or a gradient is not finite the parameters stay as they
   * were, and the result says so by a loss or norm that is not finite.
   *
   * @param step number of this step, 1 for the first
   * @throws TrainingError where no batch was loaded
   */
  async step(step: number, learningRate: number): Promise<StepResult> {
    return this.#update(await this.#run(step), step, learningRate);
  }

  /**
   * A step as {@link TrainingEngine.step} makes it, to the same bits, and what it looked like inside. Costs one more
   * forward pass, and the compilation of that at the first call for a batch size.
   *
   * @param options.indices the batch's samples in the dataset
   * @param options.histogramBins bins of a histogram of each layer's outputs; 0 for none
   */
  async probe(
    step: number,
    learningRate: number,
    { indices, histogramBins = 0 }: { readonly indices: Uint32Array; readonly histogramBins?: number },
  ): Promise<StepResult & { readonly statistics: StepStatistics }> {
    const compiled = await this.#run(step);
    const activations = await this.#look(compiled, histogramBins);
    const isSound =
      Number.isFinite(compiled.loss[0]) &&
      this.#operations.allFinite(this.#memory.gradients) &&
      activations.every((layer) => layer.nonFinite === 0);
    const nonFinite = isSound ? undefined : await this.findNonFinite(indices);
    const finish = measureParameters(this.#vectors, this.#memory, this.#operations);
    const result = this.#update(compiled, step, learningRate);
    const parameters = finish();
    const layers = activations.map(({ layer, statistics, nonFinite: count, histogram }) => ({
      name: layer.name,
      kind: layer.kind,
      ...statistics,
      nonFinite: count ?? 0,
      elements: elementCount(layer.output.shape as ConcreteShape),
      parameters: layer.parameters.flatMap((name) => parameters.get(name) ?? []),
      histogram,
    }));
    return { ...result, statistics: { step, loss: result.loss, layers, nonFinite } };
  }

  /** Runs the compiled graph on the batch loaded last: loss, gradients and next states. */
  async #run(step: number): Promise<CompiledTraining> {
    const compiled = this.#loaded;
    if (compiled === undefined) throw new TrainingError('no batch is loaded', { advice: 'Call load before step' });
    if (compiled.seed !== undefined) drawSeed(compiled.seed, this.#options.seed, step);
    await compiled.bound.run();
    return compiled;
  }

  /** Takes over what the graph has computed, where it is finite. */
  #update(compiled: CompiledTraining, step: number, learningRate: number): StepResult {
    const loss = compiled.loss[0]!;
    const gradientNorm = this.#clip(this.#operations, this.#memory.gradients, this.#vectors.layout.entries);
    if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) {
      this.#optimizer.update(step, learningRate);
      this.#constrain();
      for (const { state, next } of compiled.nextStates) state.set(next);
    }
    return { loss, gradientNorm };
  }

  /** Brings the parameters to their constraints. */
  #constrain(): void {
    const { constraints } = this.#network;
    if (constraints === undefined) return;
    const { layout, parameters } = this.#vectors;
    for (const { name, shape, offset, length } of layout.entries) {
      const constraint = constraints[name];
      if (constraint !== undefined) applyConstraint(constraint, parameters.subarray(offset, offset + length), shape);
    }
  }

  /** Where the first number that is not finite arose in the step just made, on the samples at `indices`. */
  async findNonFinite(indices: Uint32Array): Promise<NonFiniteOrigin | undefined> {
    if (this.#loaded === undefined) return undefined;
    return findNonFinite(this.#options.executor, this.#loaded.step, this.#loaded.feeds, indices);
  }

  /** Mean loss and metrics over a dataset, in inference form, with the parameters as they stand now. */
  evaluate(dataset: Dataset, batchSize: number, names?: readonly MetricName[]): Promise<Scores> {
    return this.#evaluator.score(dataset, batchSize, names);
  }

  /** The network's outputs for each sample, in inference form, with the parameters as they stand now. */
  predict(dataset: Dataset): Promise<Tensor<'float32'>> {
    return this.#evaluator.outputs(dataset, dataset.length);
  }

  /** The network with its parameters and statistics as they stand now. */
  network(): Network {
    return networkWithVectors(this.#network, this.#vectors);
  }

  snapshot(): Snapshot {
    return {
      parameters: sharedCopy(this.#memory.parameters),
      slots: this.#memory.slots.map(sharedCopy),
      states: [...this.#vectors.states.values()].map(sharedCopy),
    };
  }

  restore({ parameters, slots, states }: Snapshot): void {
    this.#memory.parameters.set(parameters);
    this.#memory.slots.forEach((slot, index) => {
      slot.set(slots[index]!);
    });
    [...this.#vectors.states.values()].forEach((state, index) => {
      state.set(states[index]!);
    });
  }

  /**
   * A copy of everything that training changes, by name: `network/dense_1/kernel`, `optimizer/m/dense_1/kernel`.
   *
   * @param spent an earlier copy of this engine that is needed no more: its memory is written over, which takes a fraction
   *   of the time
   */
  tensors(spent?: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
    const named = this.#named();
    if (spent !== undefined) {
      for (const { name, data } of named) (spent.get(name)!.data as Float32Array).set(data);
      return spent;
    }
    return new Map(named.map(({ name, shape, data }) => [name, { dtype: 'float32', shape, data: sharedCopy(data) }]));
  }

  /**
   * Goes back to what {@link TrainingEngine.tensors} gave.
   *
   * @throws TrainingError where they are those of another network or optimizer
   */
  loadTensors(tensors: ReadonlyMap<string, Tensor>): void {
    const named = this.#named();
    for (const { name, shape } of named) {
      const tensor = tensors.get(name);
      if (tensor?.dtype === 'float32' && sameShape(tensor.shape, shape)) continue;
      const found =
        tensor === undefined ? 'is not in the checkpoint' : `is ${tensor.dtype} ${formatShape(tensor.shape)}`;
      throw new TrainingError(`'${name}' ${found}, expected float32 ${formatShape(shape)}`, {
        advice: 'The checkpoint belongs to another network or optimizer',
      });
    }
    for (const { name, data } of named) data.set(tensors.get(name)!.data as Float32Array);
  }

  /** Tells networks and losses apart, whatever training has made of their numbers. */
  get networkHash(): string {
    const { parameters } = this.#network;
    return networkFingerprint(
      this.#network,
      this.#options.loss,
      new Set([...parameters, ...this.#vectors.states.keys()]),
    );
  }

  #named(): { name: string; shape: ConcreteShape; data: Float32Array }[] {
    const { layout, parameters, states } = this.#vectors;
    const vectors = [
      { prefix: 'network/', vector: parameters },
      ...slotNamesOf(this.#options.optimizer).map((slot, index) => ({
        prefix: `optimizer/${slot}/`,
        vector: this.#memory.slots[index]!,
      })),
    ];
    return [
      ...vectors.flatMap(({ prefix, vector }) =>
        layout.entries.map(({ name, shape, offset, length }) => {
          return { name: prefix + name, shape, data: vector.subarray(offset, offset + length) };
        }),
      ),
      ...[...states].map(([name, data]) => ({ name: `network/${name}`, shape: [data.length], data })),
    ];
  }

  /** Frees the engine's compiled graphs. */
  async release(): Promise<void> {
    for (const { executable } of this.#compiled.values()) await executable.release();
    for (const probe of this.#probes.values()) await probe.release();
    this.#compiled.clear();
    this.#probes.clear();
    this.#loaded = undefined;
    await this.#evaluator.release();
  }

  #use(dataset: Dataset): void {
    if (this.#dataset === dataset) return;
    this.#fields = matchFields(dataset, this.#network.graph.inputs);
    checkTarget(dataset, this.#network.graph.outputs[0]!, this.#options.loss);
    checkFurtherTargets(dataset, this.#network, this.#options);
    this.#dataset = dataset;
  }

  async #look(compiled: CompiledTraining, histogramBins: number): Promise<LayerActivations[]> {
    const seen = await (await this.#probe(compiled, histogramBins > 0)).read(histogramBins);
    if (seen.every(({ nonFinite }) => nonFinite !== undefined)) return seen;
    return (await this.#probe(compiled, true)).read(histogramBins);
  }

  async #probe({ step: { batchSize }, feeds }: CompiledTraining, values: boolean): Promise<Probe> {
    const key = `${batchSize} ${values}`;
    const known = this.#probes.get(key);
    if (known !== undefined) return known;
    const probe = await openProbe(this.#network, this.#options.executor, feeds, { batchSize, values });
    this.#probes.set(key, probe);
    return probe;
  }

  async #compile(batchSize: number): Promise<CompiledTraining> {
    const { executor, loss: lossName, classWeights, lossWeight, furtherLosses } = this.#options;
    const targetShape = this.#dataset?.target?.shape;
    const step = compileTrainingStep(this.#network, {
      loss: lossName,
      batchSize,
      target: executor.target,
      targetShape,
      classWeights,
      lossWeight,
      furtherLosses,
    });
    const executable = await executor.load(step.graph);
    const data = step.dataInputs.map(batchBuffer);
    const target = batchBuffer(step.target);
    const furtherTargets = step.furtherTargets.map(batchBuffer);
    const loss = new Float32Array(1);
    const seed =
      step.randomSeed === undefined
        ? undefined
        : fromNumbers(step.graph.inputs.find(({ name }) => name === step.randomSeed)!.dtype, [], [0]);
    const nextStates = step.states.map(({ name, output, length }) => ({
      output,
      state: this.#memory.region(name),
      next: new Float32Array(length),
    }));
    const feeds = vectorFeeds(this.#vectors, step.parameterInputs);
    for (const { value, tensor } of [...data, target, ...furtherTargets]) feeds[value.name] = tensor;
    if (seed !== undefined) feeds[step.randomSeed!] = seed;
    const fetches: Record<string, Tensor> = { [step.loss]: { dtype: 'float32', shape: [], data: loss } };
    for (const { name, shape, offset, length } of step.gradientOutputs) {
      fetches[name] = { dtype: 'float32', shape, data: this.#memory.gradients.subarray(offset, offset + length) };
    }
    for (const { output, next } of nextStates) fetches[output] = { dtype: 'float32', shape: [next.length], data: next };
    const bound = executable.bind(feeds, fetches);
    const compiled = { step, executable, data, target, furtherTargets, seed, loss, nextStates, feeds, bound };
    this.#compiled.set(batchSize, compiled);
    return compiled;
  }
}

/** Writes the number that this step's random masks are drawn from. */
function drawSeed(tensor: Tensor, seed: number, step: number): void {
  const stream = new RandomStream(seed, 'dropout');
  stream.index = step;
  const word = stream.uint32() | 0;
  if (tensor.data instanceof BigInt64Array) tensor.data[0] = BigInt(word);
  else (tensor.data as Int32Array)[0] = word;
}
