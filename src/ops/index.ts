/** The catalogue of operators: shape rule, gradient, float64 reference kernel and samples of each, one file an operator. */
export { allOperators, catalogue, findOperator } from './catalogue.ts';
export { evaluate } from './evaluate.ts';
export type {
  GradientContext,
  GradientRule,
  Operator,
  ReferenceTensor,
  Sample,
  SampleInput,
} from './operator.ts';
export { dataTypeNumbers } from './operators/cast.ts';
export { toReference } from './reference-tensor.ts';
export { buildSample } from './sample-graph.ts';
