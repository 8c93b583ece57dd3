import { UsageError } from '../core/index.ts';
import { chooseLoss, type Subject } from '../diagnosis/index.ts';
import type { ModelFormat } from '../importers/index.ts';
import { findLoss, lossNameOf, type Network } from '../nn/index.ts';
import { matchFields, type Recipe, type RecipeInput } from '../train/index.ts';
import { formatNote } from './network-summary.ts';
import { buildNetwork, openSubject } from './subject.ts';
import { openParts, splitForTraining } from './training-data.ts';

/** What is to be diagnosed, as the command line names it. */
export interface SubjectRequest {
  readonly model: string;
  readonly data: string | undefined;
  /** Fields of the recipe that options set. */
  readonly recipe: RecipeInput;
}

/** A subject, and what there is to know of it. */
export interface OpenedSubject {
  readonly subject: Subject;
  readonly notes: readonly string[];
}

/**
 * Opens the training that its author wrote: network, recipe and data as they are, without what `train` would put right
 * silently. The network of the recipe's seed is the one in the file; those of other seeds are drawn anew.
 *
 * @throws UsageError, FileError, DataError
 */
export async function openDiagnosisSubject({ model, data, recipe: options }: SubjectRequest): Promise<OpenedSubject> {
  const opened = await openSubject(model, options, (path, known) => openParts(data ?? path, asTheyLook(known)));
  const { recipe, imported } = opened;
  const parts = await openParts(data ?? opened.data, asTheyLook(recipe), imported);
  const { train } = parts;
  if (train.target === undefined) {
    throw new UsageError(`${train.source}: no target to learn`, { advice: 'Name it with --target NAME' });
  }
  const validation =
    options.validationFraction === undefined
      ? parts
      : splitForTraining(parts, { ...recipe, validationFraction: options.validationFraction });
  const networkOf = (seed: number): Network => {
    if (imported === undefined) return buildNetwork({ ...opened, recipe: { ...recipe, seed } }, train).network;
    return seed === recipe.seed ? imported.network : imported.reinitialize(seed);
  };
  const network = networkOf(recipe.seed);
  matchFields(train, network.graph.inputs);
  const loss = recipe.loss ?? chooseLoss(network, train);
  return {
    subject: {
      design: { network, recipe: { ...plainRecipe(recipe), loss }, targets: { kind: 'as given' } },
      train: validation.train,
      validation: validation.validation,
      reinitialize: networkOf,
      writtenIn: languageOf(imported?.format),
    },
    notes: [
      ...(imported?.notes ?? []).map(formatNote),
      ...(recipe.loss === undefined
        ? [`no loss is given: ${lossNameOf(loss)} is taken, which the targets ask for; choose one with --loss`]
        : []),
    ],
  };
}

/** Targets are read as they look where the loss asks for classes: that may be the fault. */
function asTheyLook({ loss, ...recipe }: Recipe): Recipe {
  return loss === undefined || findLoss(loss).target !== 'numbers' ? recipe : { ...recipe, loss };
}

/** The recipe without what has gone into the network already. */
function plainRecipe({ network: _layers, preparation: _done, model: _model, data: _data, ...recipe }: Recipe): Recipe {
  return recipe;
}

/** What the author of a file writes networks in. */
function languageOf(format: ModelFormat | undefined): NonNullable<Subject['writtenIn']> {
  if (format === undefined || format === 'netwright') return 'netwright';
  return format === 'onnx' ? 'pytorch' : 'keras';
}
