/** Graph rewrites: each a function from graphs to graphs, one file each. */
export { bindDimensions } from './bind-dimensions.ts';
export { eliminateCommonSubexpressions } from './eliminate-common-subexpressions.ts';
export { eliminateDeadNodes } from './eliminate-dead-nodes.ts';
export { eliminateIdentities } from './eliminate-identities.ts';
export { foldBatchNorm } from './fold-batch-norm.ts';
export { foldConstants } from './fold-constants.ts';
export { toInferenceForm } from './inference-form.ts';
export { lower } from './lower.ts';
export type { Lowering, Target } from './lowerings/index.ts';
export type { PassResult } from './pass.ts';
export { processorNodes } from './processor-nodes.ts';
export { reluAfterMaxPool } from './relu-after-max-pool.ts';
export { cleanUpPasses, type Pass, runPasses } from './run-passes.ts';
export { type TrainingForm, toTrainingForm } from './training-form.ts';
