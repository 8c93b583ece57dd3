import { FileError, isNetwrightError, UsageError } from '../../core/index.ts';
import type { Model } from '../../graph/index.ts';
import type { RecipeInput } from '../../train/index.ts';
import type { ImportedModel, OpenNetworkOptions } from '../imported-model.ts';
import { openWithLengths } from './open-axes.ts';
import { reinitialize } from './reinitialize.ts';
import { restoreNetwork } from './restore-network.ts';

/**
 * Opens an `.onnx` file, netwright's own or one of another framework, or the folder of a netwright run.
 *
 * @throws FileError where it is absent, damaged or not supported
 */
export async function openOnnx(path: string, options: OpenNetworkOptions): Promise<ImportedModel> {
  const { opened, notes: axisNotes } = await openWithLengths(path, options);
  const { path: file, model, network: own, data, recipe } = opened;
  const { network, notes } = own === undefined ? restore(file, model) : { network: own, notes: [] };
  return {
    path: file,
    format: own === undefined ? 'onnx' : 'netwright',
    network,
    recipe: recipeOf(recipe),
    notes: [...axisNotes, ...notes],
    data,
    reinitialize: (seed) => {
      if (own === undefined) return reinitialize(network, seed);
      throw new UsageError(`${file}: is a network of netwright's own, whose layers its recipe draws anew`, {
        advice: 'Train the recipe in the folder of its run: netwright train RUN/recipe.json --seed N',
      });
    },
  };
}

function restore(path: string, model: Model): ReturnType<typeof restoreNetwork> {
  try {
    return restoreNetwork(model);
  } catch (error) {
    throw isNetwrightError(error) ? new FileError(path, error.message, { cause: error }) : error;
  }
}

/** The recipe of a run, but for its network, which the file holds in its trained form. */
function recipeOf(recipe: Readonly<Record<string, unknown>> | undefined): RecipeInput {
  const { network: _, model: __, ...rest } = recipe ?? {};
  return rest;
}
