import type { LayerView } from './watcher.ts';

/** With fewer layers than this a ratio says little. */
const fewestLayers = 3;

/** Gradient of the first layer with parameters over that of the last; undefined with few layers or where there is none. */
export function gradientRatioOf(
  layers: readonly LayerView[],
): { readonly ratio: number; readonly first: string } | undefined {
  const trained = layers.filter(({ gradientNorm }) => gradientNorm !== undefined);
  const [first, last] = [trained[0], trained.at(-1)];
  if (trained.length < fewestLayers || first === undefined || !(last!.gradientNorm! > 0)) return undefined;
  return { ratio: first.gradientNorm! / last!.gradientNorm!, first: first.name };
}
