import { type LossChoice, type LossName, lossNameOf } from '../../nn/index.ts';
import { type Design, withRecipe } from '../design.ts';
import { outputWidth } from '../subject.ts';
import type { DiagnosisTask } from '../task.ts';
import { outputActivations } from './output-activation.ts';
import type { Remedy } from './remedy.ts';

/** The loss that the targets ask for (D8), on what the network puts out as it stands. */
export const taskLoss: Remedy = {
  family: 'loss',
  summary: 'the loss that the targets ask for',
  apply(design, { task }) {
    // One output cannot name one of several classes: first its shape has to change.
    if (task.kind === 'classes' && outputWidth(design.network) < task.count) return undefined;
    const wanted = wantedLoss(design, task);
    return wanted === lossNameOf(design.recipe.loss) ? undefined : withRecipe(design, { loss: wanted });
  },
};

/** Losses of numbers: any of them can be meant. */
const numberLosses: ReadonlySet<LossName> = new Set(['mse', 'l1', 'huber']);

function wantedLoss(design: Design, task: DiagnosisTask): LossChoice {
  const { loss } = design.recipe;
  const { activation, isLinear } = readOutput(design);
  switch (task.kind) {
    case 'numbers':
      return numberLosses.has(lossNameOf(loss)) ? lossNameOf(loss) : 'mse';
    case 'yes-no':
    case 'labels': {
      if (lossNameOf(loss) === 'hinge' && isLinear) return 'hinge';
      return isLinear ? 'binaryCrossEntropy' : 'binaryCrossEntropyOnProbabilities';
    }
    case 'classes': {
      const indices = task.encoding === 'column' && design.targets.kind !== 'one-hot';
      // The logarithm of a softmax is left to a loss of logits of its own.
      if (activation === 'LogSoftmax') return loss;
      if (indices) return isLinear ? 'crossEntropy' : 'crossEntropyOnProbabilities';
      return isLinear ? 'categoricalCrossEntropy' : 'categoricalCrossEntropyOnProbabilities';
    }
  }
}

function readOutput(design: Design): { activation: string | undefined; isLinear: boolean } {
  const activation = outputActivations(design).at(-1)?.opType;
  return { activation, isLinear: activation === undefined };
}
