import type { FlatMemory, VectorOperations } from '../optim/index.ts';
import type { ParameterVectors } from './parameter-vectors.ts';

/** How large one parameter is, its gradient, and what a step does to it: Euclidean norms. */
export interface ParameterStatistics {
  readonly name: string;
  /** Before the update. */
  readonly weightNorm: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  /** Norm of the update over that of the weight; undefined where the weight is all zero. About 1e-3 is healthy. */
  readonly updateRatio: number | undefined;
}

/**
 * Takes the norms of parameters and gradients as they stand after the backward pass.
 *
 * @returns a function to call when the optimizer has updated the parameters
 */
export function measureParameters(
  { parameters, layout }: ParameterVectors,
  { gradients }: FlatMemory,
  operations: VectorOperations,
): () => ReadonlyMap<string, ParameterStatistics> {
  const before = parameters.slice();
  const norms = layout.entries.map(({ offset, length }) => ({
    weightNorm: operations.norm(parameters.subarray(offset, offset + length)),
    gradientNorm: operations.norm(gradients.subarray(offset, offset + length)),
  }));
  return () =>
    new Map(
      layout.entries.map(({ name, offset, length }, index) => {
        const { weightNorm, gradientNorm } = norms[index]!;
        let squares = 0;
        for (let i = offset; i < offset + length; i++) {
          const change = parameters[i]! - before[i]!;
          squares += change * change;
        }
        const updateRatio = weightNorm === 0 ? undefined : Math.sqrt(squares) / weightNorm;
        return [name, { name, weightNorm, gradientNorm, updateRatio }];
      }),
    );
}
