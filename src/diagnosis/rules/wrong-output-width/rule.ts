import { lastLayer, outputWidth } from '../../subject.ts';
import { describeTask } from '../../task.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** Fewer or more outputs than the targets have classes, labels or numbers. */
export const wrongOutputWidth: Rule = {
  name: 'wrong-output-width',
  family: 'output-shape',
  title: 'the number of outputs is not what the targets ask for',
  rows: ['D8'],
  suspect({ subject: { design }, task }) {
    return {
      likelihood: 0.95,
      reason: `${outputWidth(design.network)} outputs, the targets are ${describeTask(task)}`,
      ...layerOf(lastLayer(design.network)),
      remedies: ['outputShape'],
    };
  },
};
