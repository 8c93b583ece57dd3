import { UsageError } from '../core/index.ts';
import { type Dataset, type DatasetSplits, openDataset, type StreamChoice, validateFinite } from '../data/index.ts';
import { fitToLoss, type ImportedModel, openNetwork } from '../importers/index.ts';
import type { LossName } from '../nn/index.ts';
import { stringifyJson } from '../records/index.ts';
import { openExecutor } from '../runtime/index.ts';
import { evaluate, resolveRecipe, type Scores } from '../train/index.ts';
import type { SplitChoice } from './choices.ts';
import { formatQuantity } from './format.ts';
import { present } from './present.ts';
import { formatScores } from './scores.ts';
import type { Screen } from './screen.ts';
import { asClassesFor, columnOptionsOf, describeUnknown, fillsMissing, splitForTraining } from './training-data.ts';

/** What `netwright evaluate` was asked for. */
export interface EvaluateRequest {
  readonly model: string;
  readonly data: string;
  readonly target?: string;
  readonly loss?: LossName;
  readonly split?: SplitChoice;
  readonly stream?: StreamChoice;
}

/**
 * Scores a network on data; results as lines of text and as JSON.
 *
 * @throws UsageError where the loss or the part of the data cannot be told, FileError, DataError
 */
export async function evaluateModel(
  request: EvaluateRequest,
  screen: Screen,
): Promise<{ lines: readonly string[]; json: string }> {
  const executorOpens = openExecutor();
  // Whatever goes wrong with the files is told first.
  executorOpens.catch(() => undefined);
  const opened = await openNetwork(request.model);
  const loss = request.loss ?? opened.data?.loss ?? resolveRecipe(opened.recipe).loss;
  if (loss === undefined) {
    throw new UsageError(`${opened.path}: the loss that it was trained with is not known: name one (--loss LOSS)`);
  }
  const splits = await openDataset(request.data, {
    target: request.target ?? opened.data?.target,
    ...columnOptionsOf(opened),
    stream: request.stream,
    classNames: opened.data?.classNames,
    asClasses: asClassesFor(loss),
  });
  const parts = chooseParts(splits, request, opened);
  const { network } = fitToLoss(opened.network, loss);
  const executor = await executorOpens;
  screen.print(executor.description);
  // Those that it was trained with, which belong to its own loss.
  const metrics = request.loss === undefined ? opened.recipe.metrics : undefined;
  const scores: Record<string, Scores & { samples: number }> = {};
  for (const [name, part] of Object.entries(parts)) {
    for (const text of describeUnknown(part)) screen.print(text);
    validateFinite(part, { allowMissing: fillsMissing(network) });
    scores[name] = {
      samples: part.length,
      ...(await evaluate(network, part, loss, { executor, ...present({ metrics }) })),
    };
  }
  const lines = Object.entries(scores).map(
    ([name, score]) => `${name.padEnd(12)}${formatScores(score)} (${formatQuantity(score.samples, 'sample')})`,
  );
  const { path } = opened;
  return {
    lines,
    json: stringifyJson({ model: path, data: request.data, engine: executor.description, loss, parts: scores }, 2),
  };
}

/** The parts to score, by name. */
function chooseParts(
  splits: DatasetSplits,
  { split, data }: EvaluateRequest,
  { recipe, path }: ImportedModel,
): Readonly<Record<string, Dataset>> {
  const { train, validation, test } = splits;
  switch (split ?? (test === undefined ? 'all' : 'test')) {
    case 'all':
      if (validation === undefined && test === undefined) return { all: train };
      return { train, ...(validation && { validation }), ...(test && { test }) };
    case 'test':
      if (test === undefined) throw new UsageError(`${data}: has no test part; give --split all, or other data`);
      return { test };
    case 'train':
    case 'validation': {
      if (validation === undefined && recipe.validationFraction === undefined) {
        throw new UsageError(
          `${data}: has no validation part, and how ${path} divided it is not known; give the folder of its run, or --split all`,
        );
      }
      const divided =
        validation === undefined ? splitForTraining(splits, resolveRecipe(recipe)) : { train, validation };
      if (split === 'train') return { train: divided.train };
      if (divided.validation === undefined) {
        throw new UsageError(`${data}: has too few samples for a validation part; give --split train`);
      }
      return { validation: divided.validation };
    }
  }
}
