import { fitPreparation, preparationSchema } from '../../data/index.ts';
import { withPreparation } from '../../nn/index.ts';
import type { Remedy } from './remedy.ts';

/** Inputs of many decades through tanh(x / C), or a logarithm, before they are whitened (G7): inside the network. */
export const squashedInputs: Remedy = {
  family: 'input-scaling',
  summary: 'inputs squashed, then whitened',
  apply(design, { train }) {
    if (design.network.preparation !== undefined) return undefined;
    const fitted = fitPreparation(train, preparationSchema.parse('auto'), { scaleTarget: false });
    const isSquashed = fitted?.inputs.some(({ squash }) => squash?.some((each) => each !== null));
    if (fitted === undefined || isSquashed !== true) return undefined;
    return { ...design, network: withPreparation(design.network, fitted) };
  },
};
