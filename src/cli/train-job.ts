import { basename, extname, resolve } from 'node:path';
import { FileError, TrainingError } from '../core/index.ts';
import { lossNameOf } from '../nn/index.ts';
import { checkRunName, stringifyJson } from '../records/index.ts';
import { type Executor, openExecutor } from '../runtime/index.ts';
import {
  evaluate,
  type FitResult,
  fit as fitNetwork,
  LookSchedule,
  type Recipe,
  type RecipeInput,
  RunRecorder,
  type Scores,
  type StopReason,
} from '../train/index.ts';
import { chooseThreads } from './choose-threads.ts';
import { formatNumber, formatQuantity } from './format.ts';
import { formatNote, summarizeNetwork } from './network-summary.ts';
import { present } from './present.ts';
import { chooseRunThreads, engineOf, findRun, openRun, resumeNotes } from './resume-run.ts';
import {
  type BuiltNetwork,
  buildNetwork,
  openSubject,
  type Subject,
  withFreshWeights,
  withWeights,
} from './subject.ts';
import { InterruptWatch, ProgressReporter } from './train-handlers.ts';
import type { TrainMessage, TrainOutcome, TrainRequest, TrainWorkerData } from './train-messages.ts';
import { describeData, describeUnknown, openTrainingData, summarizeData, type TrainingData } from './training-data.ts';
import { netwrightVersion } from './version.ts';
import { comparableConstantLoss, FaultWatch } from './watch-training.ts';

/** Everything that `netwright train` does but print: opens, builds, trains, saves, evaluates, and tells how it goes. */
export async function runTrainJob(
  { request, phase, processStart }: TrainWorkerData,
  post: (message: TrainMessage) => void,
): Promise<void> {
  const { device, engine, runs, name, checkpoints } = request;
  const note = (text: string) => post({ kind: 'note', text });
  if (name !== undefined) checkRunName(name);
  const openEngine = (threads: number | undefined, name = engine) =>
    openExecutor(present({ device, engine: name, threads }));
  // Both take long, and much of it is waiting; to open an engine again takes next to nothing. Both are waited for even
  // where one fails, since a thread that ends while ONNX Runtime works for it takes the process with it.
  const [, opened] = await Promise.allSettled([openEngine(request.threads), openSubjectAndData(request)]);
  if (opened.status === 'rejected') throw opened.reason;
  const { subject, data, resumed } = opened.value;
  const built = await withWeights(buildNetwork(subject, data.train), request.weights);
  const summary = summarizeNetwork(built.network);
  const threads = chooseRunThreads(request, resumed) ?? chooseThreads(built.network, subject.recipe.batchSize);
  const executor = await openEngine(threads, engine ?? engineOf(resumed));
  post({ kind: 'engine', description: executor.description, fallbackReason: executor.fallbackReason });
  post({ kind: 'data', data: summarizeData(data) });
  post({
    kind: 'network',
    origin: built.origin,
    plan: describePlan(subject.recipe, lossNameOf(built.loss)),
    network: summary,
    notes: built.notes.map(formatNote),
  });

  for (const text of data.validation === undefined ? [] : describeUnknown(data.validation))
    note(`validation part: ${text}`);
  for (const text of resumed === undefined ? [] : resumeNotes(resumed, executor)) note(text);
  const looks = new LookSchedule();
  const recorder = new RunRecorder({
    parent: runs,
    name,
    slug: slugOf(subject, data),
    recipe: resolvedRecipe(subject, built, data),
    environment: environmentOf(executor, threads, request),
    data: describeData(data.train, built.loss),
    checkpoints: checkpoints && { ...checkpoints, versions: { netwright: netwrightVersion(), node: process.version } },
    log: request.log
      ? { samples: data.validation ?? data.train, notes: built.notes.map(formatNote), looks }
      : undefined,
    goOnIn: resumed?.folder,
    onWarning: note,
  });
  const progress = new ProgressReporter(post, processStart);
  const interrupt = new InterruptWatch(phase);
  const watch = new FaultWatch(request.watch, {
    post,
    recorder,
    looks,
    constantLoss:
      request.watch === 'no' ? undefined : await comparableConstantLoss(built, subject.recipe, data, executor),
  });
  const startedAt = performance.now();
  const result = await fitNetwork(built.network, {
    executor,
    recipe: subject.recipe,
    loss: built.loss,
    train: data.train,
    validation: data.validation,
    handlers: [progress, ...(watch.handler === undefined ? [] : [watch.handler]), recorder, interrupt],
    signal: AbortSignal.any([interrupt.signal, watch.signal]),
    resume: resumed?.checkpoint,
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const model = saveTrained(recorder, result);
  const outcome: TrainOutcome = {
    ...describeReason(result, watch.fault),
    ...present({ run: recorder.folder, model }),
    engine: executor.description,
    netwright: netwrightVersion(),
    parameters: summary.parameters,
    loss: lossNameOf(built.loss),
    epochs: result.history.length,
    steps: result.steps,
    seconds,
    ...present({ secondsToFirstStep: progress.secondsToFirstStep }),
    ...(await finalScores(result, data, subject.recipe, built, executor, interrupt)),
  };
  recorder.saveResult(outcome);
  post({ kind: 'end', outcome, data: data.train.source, json: stringifyJson(outcome, 2) });
}

/** Saves the trained network. Where that cannot be, its last checkpoint may be there still. */
function saveTrained(recorder: RunRecorder, { network }: FitResult): string | undefined {
  try {
    return recorder.saveNetwork(network);
  } catch (cause) {
    if (!(cause instanceof FileError)) throw cause;
    throw new TrainingError(`training has ended, but ${cause.message}`, {
      cause,
      advice: `Make room or give permission, then: netwright train --resume ${recorder.folder}`,
    });
  }
}

async function openSubjectAndData({ model, recipe, reinitialize, data, resume, runs }: TrainRequest) {
  const resumed = resume === undefined ? undefined : await openRun(findRun(resume, runs), recipe);
  const opened =
    resumed?.subject ?? (await openSubject(model, recipe, (path, known) => openTrainingData(data ?? path, known)));
  const subject = reinitialize ? withFreshWeights(opened) : opened;
  return { subject, resumed, data: await openTrainingData(data ?? subject.data, subject.recipe, subject.imported) };
}

/** Loss, optimizer, batches and length of a training, in words. */
function describePlan({ optimizer, batchSize, epochs, steps, seed }: Recipe, loss: string): string {
  const length = steps === undefined ? formatQuantity(epochs, 'epoch') : formatQuantity(steps, 'step');
  const parts = [loss, `${optimizer.name} at ${formatNumber(optimizer.learningRate)}`, `batches of ${batchSize}`];
  return [...parts, length, `seed ${seed}`].join(', ');
}

/** What a run is called after: the recipe, the model file, or else the data. */
function slugOf({ source }: Subject, { train }: TrainingData): string {
  const path = source ?? resolve(train.source);
  return basename(path, extname(path));
}

/** The recipe that repeats the run. */
function resolvedRecipe(
  { recipe, imported }: Subject,
  { loss, layers, preparation }: BuiltNetwork,
  { train }: TrainingData,
): RecipeInput {
  const data = { data: resolve(train.source), target: recipe.target ?? train.target!.name };
  const network = present({ network: layers && [...layers], model: imported && resolve(imported.path) });
  return { ...recipe, ...data, loss, preparation, ...network };
}

function environmentOf(
  executor: Executor,
  threads: number,
  { model, reinitialize }: TrainRequest,
): Record<string, unknown> {
  return {
    netwright: netwrightVersion(),
    engine: executor.name,
    engineVersion: executor.version,
    engineDescription: executor.description,
    threads,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    started: new Date().toISOString(),
    ...present({ model, reinitialize: reinitialize || undefined }),
  };
}

function describeReason(
  { reason, steps }: FitResult,
  fault: string | undefined,
): Pick<TrainOutcome, 'reason' | 'explanation'> {
  switch (reason.kind) {
    case 'completed':
      return { reason: 'completed' };
    case 'handler':
      return { reason: 'stopped early', explanation: reason.message };
    case 'interrupted':
      if (fault !== undefined) return { reason: 'fault found', explanation: fault };
      return { reason: 'interrupted', explanation: `interrupted after step ${steps}` };
    case 'non-finite':
      return { reason: 'not finite', explanation: describeNonFinite(reason) };
    case 'unreadable':
      return { reason: 'data unreadable', explanation: `ended after step ${steps}: ${reason.message}` };
    case 'engine-failure':
      return { reason: 'engine failed', explanation: `step ${reason.step}: ${reason.message}` };
  }
}

function describeNonFinite({ step, origin }: Extract<StopReason, { kind: 'non-finite' }>): string {
  const place = origin === undefined ? '' : `; it began in ${origin.description}`;
  return `step ${step}: the loss or a gradient is not finite${place}. Try a smaller learning rate or gradient clipping`;
}

/** Scores of the network as it was saved; after an interruption those that are known. */
async function finalScores(
  { network, history, reason }: FitResult,
  { validation, test }: TrainingData,
  { batchSize, earlyStopping }: Recipe,
  { loss }: BuiltNetwork,
  executor: Executor,
  interrupt: InterruptWatch,
): Promise<Pick<TrainOutcome, 'training' | 'validation' | 'test'>> {
  const last = history.at(-1);
  const training = last && { loss: last.loss };
  const isWhole = reason.kind === 'completed' || reason.kind === 'handler';
  if (!isWhole || interrupt.isRequested) return present({ training, validation: last?.validation });
  const score = (part: TrainingData['test']): Promise<Scores> | undefined =>
    part && evaluate(network, part, loss, { executor, batchSize });
  const isLastEpoch = earlyStopping === undefined;
  return present({
    training,
    validation: isLastEpoch ? last?.validation : await score(validation),
    test: await score(test),
  });
}
