import * as z from 'zod';
import type { FlatMemory } from '../flat-memory.ts';
import { instantiateKernel } from '../kernel.ts';
import { weightDecayOptions } from './decoupled-decay.ts';
import type { OptimizerDefinition } from './optimizer.ts';

/** Options of {@link rmsprop}. The defaults are PyTorch's; Keras has the learning rate 1e-3, alpha 0.9 and epsilon 1e-7. */
export const rmspropOptions = z.strictObject({
  name: z.literal('rmsprop'),
  learningRate: z.number().min(0).default(0.01),
  /** Share of the averages that stays at each step; Keras calls it rho. */
  alpha: z.number().min(0).lt(1).default(0.99),
  epsilon: z.number().min(1e-30).default(1e-8),
  /** Whether epsilon is added under the root as in Keras and not to the root as in PyTorch. */
  epsilonInRoot: z.boolean().default(false),
  momentum: z.number().min(0).lt(1).default(0),
  /** Whether to divide by the gradient's standard deviation and not by its root mean square. */
  centered: z.boolean().default(false),
  /** Whether each step keeps the learning rate of its time in the momentum, as in Keras. */
  rateInMomentum: z.boolean().default(false),
  ...weightDecayOptions,
});

export type RmspropOptions = z.infer<typeof rmspropOptions>;

type RmspropKernel = (
  parameters: number,
  gradients: number,
  variance: number,
  average: number,
  buffer: number,
  bytes: number,
  weightDecay: number,
  alpha: number,
  alphaComplement: number,
  spread: number,
  innerEpsilon: number,
  outerEpsilon: number,
  momentum: number,
  updateScale: number,
  learningRate: number,
) => void;

function slotNames({ momentum, centered }: RmspropOptions): string[] {
  const average = centered ? ['average'] : [];
  return momentum > 0 ? ['variance', ...average, 'momentum'] : ['variance', ...average];
}

/** Whether the learning rate belongs into the momentum. */
const rateInside = ({ momentum, rateInMomentum }: RmspropOptions): boolean => rateInMomentum && momentum > 0;

/** The optimizer's vectors, undefined where the options need none. */
function slotsByName<Vector>(options: RmspropOptions, slots: readonly Vector[]) {
  const names = slotNames(options);
  const slot = (name: string) => slots[names.indexOf(name)];
  return { variance: slot('variance')!, average: slot('average'), buffer: slot('momentum') };
}

/**
 * RMSprop: the gradient over the root of its averaged square, or over its standard deviation where `centered`:
 *
 * g ← g + λ θ, v ← α v + (1 − α) g², b ← μ b + g / (√v + ε), θ ← θ − η b
 *
 * Where centered, a ← α a + (1 − α) g and √(v − a²) takes the place of √v. PyTorch and Keras subtract the two averages,
 * which may give a negative number and then NaN in float32. Here v is the variance itself, by the same recurrence written
 * without a difference: v ← α (v + (1 − α) (g − a)²) with the a before the step.
 *
 * The learning rate η stands outside of the momentum as in PyTorch; with `rateInMomentum` each step keeps the rate of its
 * time as in Keras, which differs where the rate changes.
 *
 * Source: Tieleman and Hinton, "Neural Networks for Machine Learning", lecture 6.5, 2012; centered: Graves, "Generating
 * Sequences With Recurrent Neural Networks", 2013, equations 38 to 41.
 */
export const rmsprop: OptimizerDefinition<RmspropOptions> = {
  name: 'rmsprop',
  summary: 'gradient over the root of its averaged square',

  slotNames,

  create: (options, memory: FlatMemory) => {
    const { alpha, epsilon, epsilonInRoot, momentum, centered, weightDecay } = options;
    const run = instantiateKernel<RmspropKernel>('rmsprop', memory);
    const { variance, average, buffer } = slotsByName(options, memory.slots);
    return (_step, learningRate) =>
      run(
        memory.parameters.byteOffset,
        memory.gradients.byteOffset,
        variance.byteOffset,
        average?.byteOffset ?? 0,
        buffer?.byteOffset ?? 0,
        memory.paddedByteLength,
        weightDecay,
        alpha,
        1 - alpha,
        centered ? alpha * (1 - alpha) : 1 - alpha,
        epsilonInRoot ? epsilon : 0,
        epsilonInRoot ? 0 : epsilon,
        momentum,
        rateInside(options) ? learningRate : 1,
        rateInside(options) ? 1 : learningRate,
      );
  },

  reference: (options, { parameters, gradients, slots }, _step, learningRate) => {
    const { alpha, epsilon, epsilonInRoot, momentum, weightDecay } = options;
    const { variance, average, buffer } = slotsByName(options, slots);
    const inner = rateInside(options) ? learningRate : 1;
    const outer = rateInside(options) ? 1 : learningRate;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradients[i]! + weightDecay * parameters[i]!;
      if (average === undefined) {
        variance[i] = alpha * variance[i]! + (1 - alpha) * g ** 2;
      } else {
        variance[i] = alpha * (variance[i]! + (1 - alpha) * (g - average[i]!) ** 2);
        average[i] = alpha * average[i]! + (1 - alpha) * g;
      }
      let direction = g / (epsilonInRoot ? Math.sqrt(variance[i]! + epsilon) : Math.sqrt(variance[i]!) + epsilon);
      if (buffer !== undefined) {
        direction = momentum * buffer[i]! + inner * direction;
        buffer[i] = direction;
      }
      parameters[i]! -= outer * direction;
    }
  },

  samples: [
    rmspropOptions.parse({ name: 'rmsprop' }),
    rmspropOptions.parse({ name: 'rmsprop', learningRate: 0.001, alpha: 0.9, epsilon: 1e-7, epsilonInRoot: true }),
    rmspropOptions.parse({ name: 'rmsprop', momentum: 0.9, weightDecay: 0.01 }),
    rmspropOptions.parse({ name: 'rmsprop', centered: true }),
    rmspropOptions.parse({ name: 'rmsprop', momentum: 0.9, rateInMomentum: true }),
    rmspropOptions.parse({ name: 'rmsprop', learningRate: 0.003, alpha: 0.95, momentum: 0.5, centered: true }),
  ],
};
