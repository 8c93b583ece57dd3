/** The catalogue of operators: shape rule, gradient, float64 reference kernel and samples of each, one file an operator. */
export { channelBlock } from './blocked-channels.ts';
export { allOperators, catalogue, findOperator } from './catalogue.ts';
export { evaluate } from './evaluate.ts';
export { axisResizes, productAlongAxis } from './interpolation.ts';
export { labelledScores, rowFactor } from './labelled-scores.ts';
export type {
  GradientContext,
  GradientRule,
  Operator,
  ReferenceTensor,
  Sample,
  SampleInput,
} from './operator.ts';
export { dropoutRatio } from './operators/dropout.ts';
export { wholeFactors as resizesByRepeating } from './operators/resize.ts';
export { dropoutThreshold, dropoutWords } from './operators/seeded-dropout.ts';
export { averageWeights } from './pooling.ts';
export { recurrentDirections } from './recurrent.ts';
export { reducedAxes } from './reduction.ts';
export { toReference } from './reference-tensor.ts';
export { buildSample } from './sample-graph.ts';
export { explicitAttributes, readWindows, type Windows } from './windows.ts';
