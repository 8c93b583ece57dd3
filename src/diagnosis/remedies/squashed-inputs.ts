import { fitPreparation, type PreparationChoice, preparationSchema } from '../../data/index.ts';
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

/** Everything through tanh, by the largest magnitude, and no whitening. */
export const bounding = { squash: 'tanh', whiten: false } as const satisfies PreparationChoice;

/**
 * Inputs of many decades through tanh(x / C), and nothing else (G7, C5): what is large counts as large, where a logarithm
 * raises the small to it. Only where all values of an input are of one kind, as the pixels of an image.
 */
export const boundedInputs: Remedy = {
  family: 'input-scaling',
  summary: 'inputs through tanh(x / C)',
  apply(design, { train }) {
    if (design.network.preparation !== undefined) return undefined;
    const chosen = fitPreparation(train, preparationSchema.parse('auto'), { scaleTarget: false });
    const isWide = chosen?.inputs.every(({ squash }) => squash?.every((each) => each !== null) === true) === true;
    if (!isWide) return undefined;
    const fitted = fitPreparation(train, bounding, { scaleTarget: false });
    return fitted && { ...design, network: withPreparation(design.network, fitted) };
  },
};
