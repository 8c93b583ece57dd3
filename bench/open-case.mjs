import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zoo } from './zoo.mjs';

/** What stands for the folder of the healthy networks of zoo.mjs, which are made and not read. */
export const zooFolder = 'zoo';

const nameInZoo = (folder) => (dirname(folder) === zooFolder ? basename(folder) : undefined);

/** The ids of a folder's cases. */
export function caseIds(folder) {
  if (folder === zooFolder) return Object.keys(zoo);
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, 'case.json')))
    .sort();
}

/** What `case.json` says; a network of the zoo is a control. */
export function readCase(folder) {
  const name = nameInZoo(folder);
  if (name === undefined)
    return { id: basename(folder), ...JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) };
  return { id: name, verdict: 'control', metric: 'accuracy(val)', families: [], scoreFixed: undefined };
}

/** Files that a case is made of. */
export const filesOf = (folder) =>
  nameInZoo(folder) === undefined
    ? ['model.keras', 'data.npz', 'case.json'].map((name) => join(folder, name))
    : [fileURLToPath(new URL('./zoo.mjs', import.meta.url))];

/**
 * What a case's folder holds, as the library's diagnosis takes it: `model.keras` with its loss and optimizer, `data.npz`, and
 * `fit` of `case.json`.
 */
export async function openCase(library, folder) {
  const name = nameInZoo(folder);
  if (name !== undefined) return await zoo[name](library);
  const { openDataset, openNetwork, resolveRecipe } = library;
  const { fit } = readCase(folder);
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
