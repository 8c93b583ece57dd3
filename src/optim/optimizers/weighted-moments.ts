import type { FlatMemory } from '../flat-memory.ts';
import { instantiateKernel } from '../kernel.ts';
import type { Optimizer, ReferenceState } from './optimizer.ts';

/** Options that NAdam and RAdam share. */
interface MomentOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
}

/** How one step is made of the averages m and v: (average m + gradient g) / (root √v + addend). */
interface MomentWeights {
  readonly average: number;
  readonly gradient: number;
  readonly root: number;
  readonly addend: number;
}

type WeightsOfStep = (step: number, learningRate: number) => MomentWeights;

type WeightedMomentsKernel = (...offsetsAndCoefficients: number[]) => void;

/** Names of the averages of the gradient and of its square. */
export const momentSlotNames = ['firstMoment', 'secondMoment'] as const;

/** The update of an optimizer that is Adam but for the weights of its averages, by a kernel. */
export function createMomentUpdate(
  { beta1, beta2, weightDecay }: MomentOptions,
  memory: FlatMemory,
  weightsOf: WeightsOfStep,
): Optimizer['update'] {
  const run = instantiateKernel<WeightedMomentsKernel>('weighted-moments', memory);
  const vectors = [memory.parameters, memory.gradients, ...memory.slots].map(({ byteOffset }) => byteOffset);
  return (step, learningRate) => {
    const { average, gradient, root, addend } = weightsOf(step, learningRate);
    const averaging = [weightDecay, 1 - beta1, beta2, 1 - beta2];
    run(...vectors, memory.paddedByteLength, ...averaging, average, gradient, root, addend);
  };
}

/** The same in float64. */
export function momentReference(
  { beta1, beta2, weightDecay }: MomentOptions,
  { parameters, gradients, slots: [m, v] }: ReferenceState,
  { average, gradient, root, addend }: MomentWeights,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const g = gradients[i]! + weightDecay * parameters[i]!;
    m![i] = beta1 * m![i]! + (1 - beta1) * g;
    v![i] = beta2 * v![i]! + (1 - beta2) * g ** 2;
    parameters[i]! -= (average * m![i]! + gradient * g) / (root * Math.sqrt(v![i]!) + addend);
  }
}
