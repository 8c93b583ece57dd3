import type { Node } from './ir.ts';

/** The parts of an error's place that a node gives. */
export function placeOf({ name, opType, layer }: Node): { nodeName?: string; opType: string; layer?: string } {
  return {
    opType,
    ...(name === '' ? {} : { nodeName: name }),
    ...(layer === undefined ? {} : { layer }),
  };
}
