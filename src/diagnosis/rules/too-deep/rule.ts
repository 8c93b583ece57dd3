import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** Hidden layers in one line from which on depth may do harm. He et al. (2016), section 1, show that it does at 56. */
const deep = 8;
/** What lets gradients through deep networks. */
const helpers: ReadonlySet<string> = new Set([
  'BatchNormalization',
  'GroupNormalization',
  'InstanceNormalization',
  'LayerNormalization',
]);

/** Many layers in one line with no skip connection and no normalisation. */
export const tooDeep: Rule = {
  name: 'too-deep',
  family: 'layers',
  title: 'too deep without skip connections or normalisation',
  rows: ['G2', 'G5'],
  suspect({ layers, subject: { design } }) {
    const { nodes, initializers } = design.network.graph;
    const hidden = layers.filter(({ isLast }) => !isLast);
    const joins = nodes.some(
      ({ opType, inputs }) => opType === 'Add' && inputs.every((name) => !initializers.has(name)),
    );
    if (hidden.length < deep || joins || nodes.some(({ opType }) => helpers.has(opType))) return undefined;
    return {
      likelihood: hidden.length >= 2 * deep ? 0.6 : 0.3,
      reason: `${hidden.length} hidden layers in one line, with nothing that carries signal and gradient past them`,
      ...layerOf(hidden[0]),
      remedies: ['fewerLayers'],
    };
  },
};
