import { normalizeAxis } from '../core/index.ts';
import { requireKind } from './elementwise.ts';
import { type Operator, random, values } from './operator.ts';
import { forEachIndex, generate } from './reference-tensor.ts';

/** The form that ArgMax and ArgMin share: the position along an axis of the element that no other beats. */
export function argReduction(opType: string, beats: (a: number, b: number) => boolean): Operator {
  const infer: Operator['infer'] = (context) => {
    requireKind(context, 0, 'number');
    const shape = context.shape(0);
    const axis = normalizeAxis(context.int('axis'), shape.length);
    const kept = context.int('keepdims') === 1 ? [1] : [];
    return [{ dtype: 'int64', shape: shape.flatMap((length, i) => (i === axis ? kept : [length])) }];
  };
  return {
    opType,
    domain: '',
    inputs: ['data'],
    outputs: ['reduced'],
    attributes: {
      axis: { type: 'int', default: 0 },
      keepdims: { type: 'int', default: 1 },
      select_last_index: { type: 'int', default: 0 },
    },
    infer,
    gradient: 'zero',
    reference: (context, [x]) => {
      const axis = normalizeAxis(context.int('axis'), x!.shape.length);
      const last = context.int('select_last_index') === 1;
      const best = new Map<string, { element: number; position: number }>();
      forEachIndex(x!.shape, (index, flat) => {
        const key = index.filter((_, i) => i !== axis).join();
        const element = x!.data[flat]!;
        const champion = best.get(key);
        if (champion === undefined || beats(element, champion.element) || (last && element === champion.element)) {
          best.set(key, { element, position: index[axis]! });
        }
      });
      const shape = infer(context)[0]!.shape as number[];
      const positions = [...best.values()].map(({ position }) => position);
      return [generate('int64', shape, (_, flat) => positions[flat]!)];
    },
    samples: [
      { inputs: [random([3, 2])] },
      { name: 'negative axis dropped', inputs: [random([2, 3, 2])], attributes: { axis: -2, keepdims: 0 } },
      { name: 'ties, first', inputs: [values([2, 4], [1, 2, 2, 1, 0, 0, 3, 3])], attributes: { axis: 1 } },
      {
        name: 'ties, last',
        inputs: [values([2, 4], [1, 2, 2, 1, 0, 0, 3, 3])],
        attributes: { axis: 1, select_last_index: 1 },
      },
    ],
  };
}
