import { outputActivations } from '../../remedies/output-activation.ts';
import { lastLayer, outputWidth } from '../../subject.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** A softmax lets one answer win at the others' cost, where several may be right at once. */
export const softmaxOnLabels: Rule = {
  name: 'softmax-on-labels',
  family: 'output-activation',
  title: 'a softmax over labels that do not exclude each other',
  rows: ['G3', 'D8'],
  suspect({ subject: { design }, task }) {
    const activation = outputActivations(design).at(-1)?.opType;
    if (task.kind !== 'labels' || activation !== 'Softmax' || outputWidth(design.network) === 1) return undefined;
    return {
      likelihood: 0.9,
      reason: `the outputs of a softmax add up to 1, and samples have several of the ${task.width} labels or none`,
      ...layerOf(lastLayer(design.network)),
      remedies: ['outputActivation'],
    };
  },
};
