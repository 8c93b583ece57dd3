import type { ConcreteShape, DataType } from '../core/index.ts';
import { type BuildOptions, compose } from './compose.ts';
import type { LayerInput } from './layers/index.ts';
import type { Network } from './network.ts';

interface SequentialOptions extends BuildOptions {
  /** Shape of one sample, without the batch. */
  readonly inputShape: ConcreteShape;
  /** Default: int64 where the first layer is an embedding, else float32. */
  readonly inputType?: DataType;
}

/**
 * A network of layers, each fed by the one before unless it names its `inputs`; the network's one input is `input`.
 *
 * Layers with weights are followed by ReLU unless they say otherwise, and the last of them is linear (mission G2, G3).
 * Where a normalisation follows, the default activation moves behind it.
 *
 * @example
 * const network = sequential([{ layer: 'dense', units: 32 }, { layer: 'dense', units: 10 }], { inputShape: [20] });
 *
 * @throws UsageError where a layer's options are wrong, GraphError naming the layer where its input does not fit
 */
export function sequential(layers: readonly LayerInput[], options: SequentialOptions): Network {
  const { inputShape, inputType, ...rest } = options;
  return compose(layers, { inputs: { input: { shape: inputShape, type: inputType } }, ...rest });
}
