import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a case's folder holds, as the diagnosis takes it: `model.keras` with its loss and optimizer, `data.npz`, and
 * `fit` of `case.json`.
 */
export async function openCase({ openDataset, openNetwork, resolveRecipe }, folder) {
  const { fit } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8'));
  const { network, recipe, reinitialize } = await openNetwork(join(folder, 'model.keras'));
  const { train, validation } = await openDataset(join(folder, 'data.npz'));
  const { batchSize, epochs, shuffle } = fit;
  const design = {
    network,
    recipe: resolveRecipe({ ...recipe, batchSize, epochs, shuffle }),
    targets: { kind: 'as given' },
  };
  return { design, train, validation, reinitialize: (seed) => (seed === 0 ? network : reinitialize(seed)) };
}
