import { GraphError } from '../core/index.ts';
import type { Node, OperatorCatalogue } from '../graph/index.ts';
import { placeOf } from '../graph/index.ts';
import type { Operator } from './operator.ts';
import * as operators from './operators/index.ts';

const byType = new Map<string, Operator>(Object.values(operators).map((operator) => [operator.opType, operator]));

/** Every operator that netwright knows, in alphabetical order. */
export const allOperators: readonly Operator[] = [...byType.values()].sort((a, b) => (a.opType < b.opType ? -1 : 1));

/** The catalogue of operators, as graph building wants it. */
export const catalogue: OperatorCatalogue & { find(opType: string): Operator | undefined } = {
  find: (opType) => byType.get(opType),
};

/** The operator of a node. Throws GraphError, naming the node, where the catalogue has none. */
export function findOperator(node: Node): Operator {
  const operator = byType.get(node.opType);
  if (operator === undefined) throw new GraphError('the operator is not in the catalogue', placeOf(node));
  return operator;
}
