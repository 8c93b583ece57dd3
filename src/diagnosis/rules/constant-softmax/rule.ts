import { outputActivations } from '../../remedies/output-activation.ts';
import { lastLayer, outputWidth } from '../../subject.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** The outputs of a softmax add up to 1, so that a single one is 1 whatever goes in, and its gradient 0. */
export const constantSoftmax: Rule = {
  name: 'constant-softmax',
  family: 'output-activation',
  title: 'a softmax over one unit is constant',
  rows: ['G3', 'D8'],
  suspect({ subject: { design } }) {
    if (outputWidth(design.network) !== 1 || outputActivations(design).at(-1)?.opType !== 'Softmax') return undefined;
    return {
      likelihood: 0.99,
      isCertain: true,
      reason: 'the output is a softmax over one unit, which is 1 for every sample',
      ...layerOf(lastLayer(design.network)),
      remedies: ['outputActivation'],
    };
  },
};
