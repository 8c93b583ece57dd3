import type { LayerStatistics } from './probe.ts';

/** Euclidean norms over all parameters of a layer. */
export interface LayerNorms {
  readonly gradientNorm: number;
  readonly weightNorm: number;
  /** Of the update over that of the weights; undefined where these are all zero. */
  readonly updateRatio: number | undefined;
}

/** What a step did to a layer's parameters together; undefined where it has none. */
export function layerNorms({ parameters }: Pick<LayerStatistics, 'parameters'>): LayerNorms | undefined {
  if (parameters.length === 0) return undefined;
  const lengthOf = (norms: readonly number[]) => Math.sqrt(norms.reduce((sum, norm) => sum + norm ** 2, 0));
  const weightNorm = lengthOf(parameters.map((each) => each.weightNorm));
  // Of what is all zero there is no ratio; its update counts where the rest of the layer is not zero.
  const update = lengthOf(parameters.map((each) => (each.updateRatio ?? 0) * each.weightNorm));
  return {
    gradientNorm: lengthOf(parameters.map((each) => each.gradientNorm)),
    weightNorm,
    updateRatio: weightNorm > 0 ? update / weightNorm : undefined,
  };
}
