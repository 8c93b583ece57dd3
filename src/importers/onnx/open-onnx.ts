import { UsageError } from '../../core/index.ts';
import { openModel } from '../../records/index.ts';
import type { RecipeInput } from '../../train/index.ts';
import type { ImportedModel } from '../imported-model.ts';
import { reinitialize } from './reinitialize.ts';

/**
 * Opens an `.onnx` file, netwright's own or one of another framework, or the folder of a netwright run.
 *
 * @throws FileError where it is absent, damaged or not supported
 */
export async function openOnnx(path: string): Promise<ImportedModel> {
  const { path: file, network, data, recipe } = await openModel(path);
  return {
    path: file,
    format: recipe === undefined && data === undefined ? 'onnx' : 'netwright',
    network,
    recipe: recipeOf(recipe),
    notes: [],
    data,
    reinitialize: (seed) => {
      if (data === undefined) return reinitialize(network, seed);
      throw new UsageError(`${file}: is a network of netwright's own, which begins anew when its recipe is trained`);
    },
  };
}

/** The recipe of a run, but for its network, which the file holds in its trained form. */
function recipeOf(recipe: Readonly<Record<string, unknown>> | undefined): RecipeInput {
  const { network: _, model: __, ...rest } = recipe ?? {};
  return rest;
}
