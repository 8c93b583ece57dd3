import { fitPreparation, type PreparationChoice, preparationSchema } from '../../data/index.ts';
import { withPreparation } from '../../nn/index.ts';
import { measuredOnce } from '../measured-once.ts';
import type { Remedy } from './remedy.ts';

/** The preparation that inputs get where nothing is said of it. */
export const fitUsually = measuredOnce((train) =>
  fitPreparation(train, preparationSchema.parse('auto'), { scaleTarget: false }),
);

/** Inputs of many decades through tanh(x / C), or a logarithm, before they are whitened (G7): inside the network. */
export const squashedInputs: Remedy = {
  family: 'input-scaling',
  summary: 'inputs squashed, then whitened',
  apply(design, { train }) {
    if (design.network.preparation !== undefined) return undefined;
    const fitted = fitUsually(train);
    const isSquashed = fitted?.inputs.some(({ squash }) => squash?.some((each) => each !== null));
    if (fitted === undefined || isSquashed !== true) return undefined;
    return { ...design, network: withPreparation(design.network, fitted) };
  },
};

/** Everything through tanh, by the largest magnitude, and no whitening. */
export const bounding = { squash: 'tanh', whiten: false } as const satisfies PreparationChoice;

const fitBounds = measuredOnce((train) => fitPreparation(train, bounding, { scaleTarget: false }));

/**
 * Inputs of many decades through tanh(x / C), and nothing else (G7, C5): what is large counts as large, where a logarithm
 * raises the small to it. Only where all values of an input are of one kind, as the pixels of an image.
 */
export const boundedInputs: Remedy = {
  family: 'input-scaling',
  summary: 'inputs through tanh(x / C)',
  apply(design, { train }) {
    if (design.network.preparation !== undefined) return undefined;
    const chosen = fitUsually(train);
    const isWide = chosen?.inputs.every(({ squash }) => squash?.every((each) => each !== null) === true) === true;
    if (!isWide) return undefined;
    const fitted = fitBounds(train);
    return fitted && { ...design, network: withPreparation(design.network, fitted) };
  },
};
