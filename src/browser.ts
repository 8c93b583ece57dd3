/**
 * netwright in a browser: everything of `netwright` but what reads and writes files.
 *
 * @example
 * import { fit, MemoryDataset, openExecutor, resolveRecipe, sequential } from 'netwright/browser';
 */
export * from './autodiff/index.ts';
export * from './charts/index.ts';
export * from './compile/index.ts';
export * from './core/index.ts';
export * from './data/browser.ts';
export * from './graph/index.ts';
export * from './nn/index.ts';
export {
  allOperators,
  catalogue,
  evaluate as evaluateGraph,
  type GradientContext,
  type GradientRule,
  type Operator,
  type ReferenceTensor,
  toReference,
} from './ops/index.ts';
export * from './optim/index.ts';
export * from './passes/index.ts';
export * from './runtime/browser.ts';
export * from './train/browser.ts';
