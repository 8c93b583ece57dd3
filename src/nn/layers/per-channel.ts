import type { Value } from '../../graph/index.ts';
import type { LayerContext } from './layer.ts';

/** Fixed numbers of a layer, one for all or one per channel (axis 1), shaped to broadcast against the layer's input. */
export function perChannel(context: LayerContext, input: Value, part: string, numbers: readonly number[]): Value {
  const channels = input.shape[1];
  if (numbers.length !== 1 && numbers.length !== channels) {
    throw context.error(`${part} has ${numbers.length} numbers, expected 1 or one for each of ${channels} channels`);
  }
  const inner = new Array<number>(Math.max(input.shape.length - 2, 0)).fill(1);
  const shape = numbers.length === 1 ? [] : [numbers.length, ...inner];
  return context.constant(part, { dtype: 'float32', shape, data: Float32Array.from(numbers) });
}
