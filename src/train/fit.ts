import type { SeveralLosses } from '../compile/index.ts';
import { FileError, RuntimeError } from '../core/index.ts';
import { BatchOrder, type Dataset, type ReadAhead } from '../data/browser.ts';
import { type LossChoice, type Network, regularized } from '../nn/index.ts';
import { createSchedule } from '../optim/index.ts';
import type { Executor } from '../runtime/browser.ts';
import { classWeightsFor } from './class-weights.ts';
import { fingerprintOf } from './data-fingerprint.ts';
import type { EpochRecord } from './epoch-record.ts';
import type { Handler, StatisticsRequest, StopReason, TrainingState } from './events.ts';
import { earlyStopping } from './handlers/early-stopping.ts';
import { reduceOnPlateau } from './handlers/reduce-on-plateau.ts';
import type { StepStatistics } from './probe.ts';
import type { Recipe } from './recipe.ts';
import { checkResumable, memoriesOf, recipeToKeep, restoreMemories } from './resume.ts';
import type { DataFingerprint, TrainingCheckpoint } from './training-checkpoint.ts';
import { type StepResult, TrainingEngine } from './training-engine.ts';

/** What a training needs. */
export interface FitOptions extends SeveralLosses {
  readonly executor: Executor;
  readonly recipe: Recipe;
  readonly loss: LossChoice;
  readonly train: Dataset;
  readonly validation?: Dataset | undefined;
  readonly handlers?: readonly Handler[];
  /** Ends training after the step that runs: Ctrl-C. */
  readonly signal?: AbortSignal | undefined;
  /** Goes on from here, in the middle of an epoch too, to the bits of a training that was never broken off. */
  readonly resume?: TrainingCheckpoint | undefined;
}

/** A step, and what it looked like inside where a handler asked for that. */
type ObservedStep = StepResult & { readonly statistics?: StepStatistics };

/** A finished training. */
export interface FitResult {
  /** The trained network. */
  readonly network: Network;
  readonly history: readonly EpochRecord[];
  readonly steps: number;
  readonly reason: StopReason;
}

/**
 * Trains a network by a recipe: epochs of shuffled batches, validation after each. Handlers do everything else.
 *
 * The same network, data, recipe and engine (with the same number of threads) give the same bits.
 *
 * An engine that fails after the first step ends training with what was learnt until then, and the reason says why.
 *
 * @throws DataError where the data do not fit the network or the loss, GraphError where a node has no gradient,
 *   UsageError where the checkpoint to resume is of another network, other data or another recipe, RuntimeError where the
 *   engine cannot make the first step
 */
export async function fit(network: Network, options: FitOptions): Promise<FitResult> {
  const { executor, recipe, loss, lossWeight, furtherLosses, train, validation, signal, resume } = options;
  const { seed, batchSize, shuffle, gradientClipping, optimizer } = recipe;
  const classWeights = classWeightsFor(recipe, network, loss, train);
  const engineOptions = { executor, loss, lossWeight, furtherLosses, classWeights, optimizer, gradientClipping, seed };
  const engine = new TrainingEngine(penalised(network, recipe), engineOptions);
  const order = new BatchOrder({ length: train.length, batchSize, seed, shuffle });
  const stepsPerEpoch = order.batchesPerEpoch;
  const totalSteps = recipe.steps ?? recipe.epochs * stepsPerEpoch;
  const schedule = createSchedule(recipe.schedule, { learningRate: optimizer.learningRate, totalSteps });
  const handlers = [...handlersOf(recipe), ...(options.handlers ?? [])];
  const history: EpochRecord[] = [];
  let reason: StopReason | undefined;
  // Of the epoch that runs.
  let seen = 0;
  let lossSum = 0;
  let identity: { readonly network: string; readonly data: DataFingerprint } | undefined;
  /** What a checkpoint has to agree with; looked up once, and only where there are checkpoints. */
  const identify = () => {
    identity ??= { network: engine.networkHash, data: fingerprintOf(train) };
    return identity;
  };
  const state: TrainingState = {
    recipe,
    samples: train.length,
    stepsPerEpoch,
    totalSteps,
    totalEpochs: Math.ceil(totalSteps / stepsPerEpoch),
    epoch: 0,
    step: 0,
    loss: Number.NaN,
    epochLoss: Number.NaN,
    learningRate: schedule(0),
    learningRateFactor: 1,
    gradientNorm: Number.NaN,
    samplesPerSecond: 0,
    validation: undefined,
    stop: (message) => {
      reason ??= { kind: 'handler', message };
    },
    network: () => engine.network(),
    predict: (dataset) => engine.predict(dataset),
    snapshot: () => engine.snapshot(),
    restore: (snapshot) => engine.restore(snapshot),
    checkpoint: (spent) => ({
      ...identify(),
      step: state.step,
      seen,
      lossSum,
      learningRate: state.learningRate,
      learningRateFactor: state.learningRateFactor,
      history: [...history],
      stopped: reason?.kind === 'handler' ? reason.message : undefined,
      tensors: engine.tensors(spent?.tensors),
      handlers: memoriesOf(handlers),
      recipe: recipeToKeep(recipe),
      engine: executor.description,
    }),
  };
  const stepHandlers = handlers.flatMap((handler) => (handler.onStepEnd === undefined ? [] : [handler]));
  const requests = handlers.flatMap((handler) => handler.statistics ?? []);

  /** Makes the next step on the batch that is loaded, looking into it where a handler asks for that. */
  async function makeStep(indices: Uint32Array): Promise<ObservedStep> {
    const due = requests.filter(({ every }) => (typeof every === 'number' ? state.step % every === 0 : every(state)));
    const result: ObservedStep =
      due.length === 0
        ? await engine.step(state.step + 1, state.learningRate)
        : await engine.probe(state.step + 1, state.learningRate, { indices, histogramBins: mostBins(due) });
    state.loss = result.loss;
    state.gradientNorm = result.gradientNorm;
    const { statistics } = result;
    if (statistics !== undefined) for (const request of due) await request.onStatistics(statistics, state);
    return result;
  }

  /**
   * What `work` gives; undefined, with the reason set, where streamed data can no longer be read or the engine fails.
   * Before the first step there is nothing to keep, and the error is thrown.
   */
  async function unlessItFails<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (state.step === 0) throw error;
      if (error instanceof FileError) reason = { kind: 'unreadable', message: error.message };
      else if (error instanceof RuntimeError) {
        reason = { kind: 'engine-failure', step: state.step + 1, message: error.message };
      } else throw error;
      return undefined;
    }
  }

  function goOnFrom(checkpoint: TrainingCheckpoint): void {
    checkResumable(checkpoint, { ...identify(), recipe });
    engine.loadTensors(checkpoint.tensors);
    restoreMemories(handlers, checkpoint.handlers);
    ({ seen, lossSum } = checkpoint);
    history.push(...checkpoint.history);
    // An epoch that the number of steps had cut short is taken up where it was cut.
    const isCutShort = checkpoint.step % stepsPerEpoch !== 0 && history.at(-1)?.step === checkpoint.step;
    if (isCutShort && checkpoint.step < totalSteps) history.pop();
    state.epoch = history.length;
    state.step = checkpoint.step;
    state.learningRate = checkpoint.learningRate;
    state.learningRateFactor = checkpoint.learningRateFactor;
    state.epochLoss = seen === 0 ? Number.NaN : lossSum / seen;
    state.validation = history.at(-1)?.validation;
    if (checkpoint.stopped !== undefined) state.stop(checkpoint.stopped);
  }

  /** Whether steps were made that belong to no recorded epoch. */
  const isEpochOpen = () => seen > 0 && history.at(-1)?.step !== state.step;

  const batchesLeft = () => order.batches(state.epoch, state.step - state.epoch * stepsPerEpoch);

  /** Runs the batches of one epoch, those left of it; true where it came to its end. */
  async function runEpoch(): Promise<boolean> {
    const ahead = train.readAhead?.(batchesLeft(), batchSize);
    try {
      return await runBatches(ahead);
    } finally {
      await ahead?.close();
    }
  }

  async function runBatches(ahead: ReadAhead | undefined): Promise<boolean> {
    const start = performance.now();
    const seenBefore = seen;
    for (const indices of batchesLeft()) {
      if (signal?.aborted) reason = { kind: 'interrupted' };
      if (reason !== undefined) return false;
      if (state.step >= totalSteps) break;
      state.learningRate = schedule(state.step) * state.learningRateFactor;
      const result = await unlessItFails(async () => {
        await ahead?.next();
        await engine.load(train, indices);
        return makeStep(indices);
      });
      if (result === undefined) return false;
      if (!Number.isFinite(result.loss) || !Number.isFinite(result.gradientNorm)) {
        const origin = result.statistics?.nonFinite ?? (await unlessItFails(() => engine.findNonFinite(indices)));
        reason = { kind: 'non-finite', step: state.step + 1, origin };
        return false;
      }
      state.step++;
      seen += indices.length;
      lossSum += result.loss * indices.length;
      state.epochLoss = lossSum / seen;
      state.samplesPerSecond = (1000 * (seen - seenBefore)) / Math.max(performance.now() - start, 1e-3);
      for (const handler of stepHandlers) handler.onStepEnd!(state);
    }
    return true;
  }

  try {
    if (resume !== undefined) goOnFrom(resume);
    for (const handler of handlers) await handler.onTrainBegin?.(state);
    while (reason === undefined && (state.step < totalSteps || isEpochOpen())) {
      if (!isEpochOpen()) seen = lossSum = 0;
      for (const handler of handlers) await handler.onEpochBegin?.(state);
      if (!(await runEpoch())) break;
      state.validation =
        validation && (await unlessItFails(() => engine.evaluate(validation, batchSize, recipe.metrics)));
      if (validation !== undefined && state.validation === undefined) break;
      const record: EpochRecord = {
        epoch: state.epoch + 1,
        step: state.step,
        loss: state.epochLoss,
        learningRate: state.learningRate,
        samplesPerSecond: state.samplesPerSecond,
        validation: state.validation,
      };
      history.push(record);
      for (const handler of handlers) await handler.onEpochEnd?.(state, record);
      state.epoch++;
    }
    reason ??= { kind: 'completed' };
    for (const handler of handlers) await handler.onStop?.(state, reason);
    for (const handler of handlers) await handler.onTrainEnd?.(state, reason);
    return { network: engine.network(), history, steps: state.step, reason };
  } finally {
    await engine.release();
  }
}

const penalised = (network: Network, { regularization }: Recipe): Network =>
  regularization === undefined ? network : regularized(network, regularization);

const mostBins = (requests: readonly StatisticsRequest[]): number =>
  Math.max(...requests.map((request) => request.histogramBins ?? 0));

/** The handlers that a recipe asks for. */
function handlersOf({ earlyStopping: stopping, reduceOnPlateau: plateau }: Recipe): Handler[] {
  const handlers: Handler[] = [];
  if (stopping !== undefined) handlers.push(earlyStopping(stopping));
  if (plateau !== undefined) handlers.push(reduceOnPlateau(plateau));
  return handlers;
}
