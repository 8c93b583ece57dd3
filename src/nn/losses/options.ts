import { z } from 'zod';

/** The option of every loss. */
export const reductionOption = {
  /**
   * `mean` over all terms is the default. `sum` adds them up, as PyTorch does; `sumOfRows` adds up the means of the rows of
   * outputs, as Keras's reduction `sum` does.
   */
  reduction: z.enum(['mean', 'sum', 'sumOfRows']).exactOptional(),
};

/** Options of the losses that compare each output with a number. */
export const comparedOptions = {
  ...reductionOption,
  /**
   * Whether a target of another shape than the output is broadcast, the mean being taken over all pairs, as Keras and
   * PyTorch do without a word. Otherwise such a target is an error.
   */
  broadcast: z.boolean().exactOptional(),
};

/** Options of all cross-entropies. */
export const crossEntropyOptions = {
  ...reductionOption,
  /**
   * Whether, where the output comes straight from a softmax or a sigmoid, the loss takes what went into that for logits,
   * whichever of the two it is: what Keras does on TensorFlow.
   */
  beforeActivation: z.boolean().exactOptional(),
  /** Whether the outputs' last axis is that of the classes, as in Keras, and not the first after the batch. */
  classesLast: z.boolean().exactOptional(),
};

/** The option of cross-entropies that can soften their labels. */
export const smoothingOption = {
  /** Share of each label that is spread over all classes. */
  labelSmoothing: z.number().min(0).lt(1).exactOptional(),
};
