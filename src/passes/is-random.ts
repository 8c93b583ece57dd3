import type { Node } from '../graph/index.ts';

/** Whether a node may give another result each time, so that it is neither computed beforehand nor shared. */
export function isRandom(node: Node): boolean {
  return node.opType === 'Dropout';
}
