import { dirname, join, resolve } from 'node:path';
import { isNetwrightError } from '../core/index.ts';
import { type Design, type Diagnosis, repairedDesign, type Subject } from '../diagnosis/index.ts';
import { exportNetwork } from '../importers/index.ts';
import { findLoss, type LossChoice, lossNameOf, type Network, withPreparation } from '../nn/index.ts';
import { encodeNetwork, makeFolder, replaceFile, replaceJson } from '../records/index.ts';
import type { RecipeInput } from '../train/index.ts';
import { present } from './present.ts';
import { describeData } from './training-data.ts';
import { netwrightVersion } from './version.ts';

/** What was written, and what there is to know of it. */
export interface WrittenFix {
  /** As the recipe's file has it. */
  readonly recipe: RecipeInput;
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Writes the repaired network and the recipe that trains it, `model.onnx` and `recipe.json`, and for a network of Keras
 * `model.keras` where that can hold it. Throws FileError where a file cannot be written.
 */
export async function writeFix(folder: string, subject: Subject, diagnosis: Diagnosis): Promise<WrittenFix> {
  const { train } = subject;
  const design = repairedDesign(
    subject,
    diagnosis.minimalFix.map(({ remedy }) => remedy),
  );
  const network = withTargetRange(design);
  const loss = lossOnIndices(design);
  const recipe = { ...plainFields(design), loss };
  makeFolder(dirname(folder), folder);
  const model = join(folder, 'model.onnx');
  const description = join(folder, 'recipe.json');
  replaceFile(model, encodeNetwork(network, describeData(train, loss)));
  replaceJson(description, { model: 'model.onnx', data: resolve(train.source), target: train.target!.name, ...recipe });
  const notes = notesOn(design);
  if (subject.writtenIn !== 'keras') return { recipe, files: [model, description], notes };
  try {
    const source = {
      network,
      data: undefined,
      recipe: { ...recipe, learningRate: design.recipe.optimizer.learningRate },
    };
    const { bytes } = await exportNetwork(source, 'keras', { version: netwrightVersion() });
    const keras = join(folder, 'model.keras');
    replaceFile(keras, bytes);
    return { recipe, files: [model, description, keras], notes };
  } catch (error) {
    if (!isNetwrightError(error)) throw error;
    return { recipe, files: [model, description], notes: [...notes, `no model.keras: ${error.message}`] };
  }
}

/** Targets that were scaled for the loss are so in the network's own terms: it answers in their units. */
function withTargetRange({ network, targets }: Design): Network {
  const { preparation, ...bare } = network;
  if (targets.kind !== 'scaled' || preparation?.target !== undefined) return network;
  const target = { mean: [...targets.mean], deviation: [...targets.deviation] };
  return {
    ...withPreparation(bare, { inputs: [], target }),
    preparation: { inputs: preparation?.inputs ?? [], target },
  };
}

/** What neither network nor recipe can hold, and has to be done to the data. */
function notesOn({ network, targets, recipe: { loss } }: Design): string[] {
  if (targets.kind === 'scaled' && network.preparation?.target !== undefined) {
    return ['the network scales its targets already: scale the targets in the data, as the patch says'];
  }
  const isOnRows = targets.kind === 'one-hot' && findLoss(loss).target !== 'oneHot';
  return isOnRows ? ['make one-hot rows of the targets in the data, as the patch says'] : [];
}

/** Losses of one-hot rows, as they are of the class numbers that the data hold. */
function lossOnIndices({ recipe: { loss }, targets }: Design): LossChoice {
  if (targets.kind !== 'one-hot') return loss;
  const onIndices = {
    categoricalCrossEntropy: 'crossEntropy',
    categoricalCrossEntropyOnProbabilities: 'crossEntropyOnProbabilities',
  } as const;
  const name = lossNameOf(loss);
  return name in onIndices ? onIndices[name as keyof typeof onIndices] : loss;
}

/** The fields of the recipe that a training is told of. */
function plainFields({ recipe }: Design): RecipeInput {
  const { optimizer, schedule, gradientClipping, batchSize, epochs, steps, shuffle, seed, ignore, classWeights } =
    recipe;
  const { regularization } = recipe;
  return {
    optimizer,
    schedule,
    batchSize,
    ...(steps === undefined ? { epochs } : { steps }),
    shuffle,
    seed,
    preparation: 'none',
    ...present({ gradientClipping, ignore, classWeights, regularization }),
  };
}
