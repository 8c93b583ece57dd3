import { elementCount, fromNumbers } from '../../core/index.ts';
import type { Lowering } from './lowering.ts';

/** In inference it passes everything on; for engines that cannot place the node. */
export const dropout: Lowering = {
  name: 'dropout',
  opType: 'Dropout',
  applies: () => true,
  lower: (builder, [x], context) => {
    const shape = context.concreteShape(0);
    const ones = new Array<number>(elementCount(shape)).fill(1);
    const mask = context.node.outputs[1] ? builder.constant(fromNumbers('bool', shape, ones)) : undefined;
    return [builder.op('Identity', [x]), mask];
  },
};
