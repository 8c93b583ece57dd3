import { outputActivations } from '../../remedies/output-activation.ts';
import { lastLayer, outputWidth } from '../../subject.ts';
import { layerOf } from '../layer-of.ts';
import { outputOutOfReach } from '../output-out-of-reach/rule.ts';
import type { Rule } from '../rule.ts';

/** An activation before numbers to predict, that could reach them: it bends or kills gradients all the same (G3). */
export const activationOnNumbers: Rule = {
  name: 'activation-on-numbers',
  family: 'output-activation',
  title: 'an output activation where numbers are to be predicted',
  rows: ['G3', 'D8'],
  suspect(evidence) {
    const { design } = evidence.subject;
    const activation = outputActivations(design).at(-1)?.opType;
    if (evidence.task.kind !== 'numbers' || activation === undefined) return undefined;
    if (activation === 'Softmax' && outputWidth(design.network) === 1) return undefined;
    if (outputOutOfReach.suspect(evidence) !== undefined) return undefined;
    return {
      likelihood: activation === 'Softmax' ? 0.9 : activation === 'Relu' ? 0.4 : 0.2,
      reason: `the output goes through ${activation}, which numbers do not need`,
      ...layerOf(lastLayer(design.network)),
      remedies: ['outputActivation'],
    };
  },
};
