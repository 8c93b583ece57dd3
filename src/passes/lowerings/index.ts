/** Ways to write operators with others that an engine runs fast: one way, one file; a table for each engine. */
import { averagePoolGradientTiles } from './average-pool-gradient-tiles.ts';
import { averagePoolGradientWindows } from './average-pool-gradient-windows.ts';
import { batchNormalizationGradient } from './batch-normalization-gradient.ts';
import { batchNormalizationTraining } from './batch-normalization-training.ts';
import { convInputGradientFlipped } from './conv-input-gradient-flipped.ts';
import { convInputGradientTransposed } from './conv-input-gradient-transposed.ts';
import { convWeightGradientBatch } from './conv-weight-gradient-batch.ts';
import { convWeightGradientColumns } from './conv-weight-gradient-columns.ts';
import { convWeightGradientDepthwise } from './conv-weight-gradient-depthwise.ts';
import { convWeightGradientRows } from './conv-weight-gradient-rows.ts';
import { dropout } from './dropout.ts';
import { elu } from './elu.ts';
import { fusedMatMul } from './fused-mat-mul.ts';
import { groupNormalization } from './group-normalization.ts';
import { logSoftmax } from './log-softmax.ts';
import type { Lowering, Target } from './lowering.ts';
import { maxPoolGradientTiles } from './max-pool-gradient-tiles.ts';
import { maxPoolGradientWindows } from './max-pool-gradient-windows.ts';
import { maxPoolTangent } from './max-pool-tangent.ts';
import { mish } from './mish.ts';
import { outerProduct } from './outer-product.ts';
import { pRelu } from './p-relu.ts';
import { pow } from './pow.ts';
import { resizeGather } from './resize-gather.ts';
import { resizeProducts } from './resize-products.ts';
import { rnnSteps } from './rnn-steps.ts';
import { seededDropout } from './seeded-dropout.ts';
import { selu } from './selu.ts';
import { sign } from './sign.ts';
import { softmaxCrossEntropyLoss } from './softmax-cross-entropy-loss.ts';
import { softmaxCrossEntropyLossGradient } from './softmax-cross-entropy-loss-gradient.ts';
import { softplus } from './softplus.ts';
import { splitInGroups } from './split-in-groups.ts';
import { meanOfRows, sumOfRows } from './sum-of-rows.ts';

export type { Lowering, Target } from './lowering.ts';

/** For every operator the ways to run it in ONNX Runtime on a CPU, the best first; the last one of each applies to all that the engine lacks. */
const onnxRuntime: readonly Lowering[] = [
  averagePoolGradientTiles,
  averagePoolGradientWindows,
  batchNormalizationGradient,
  batchNormalizationTraining,
  convInputGradientFlipped,
  convInputGradientTransposed,
  convWeightGradientBatch,
  convWeightGradientDepthwise,
  convWeightGradientRows,
  convWeightGradientColumns,
  elu,
  groupNormalization,
  maxPoolGradientTiles,
  maxPoolGradientWindows,
  maxPoolTangent,
  meanOfRows,
  mish,
  outerProduct,
  pow,
  resizeGather,
  resizeProducts,
  rnnSteps,
  seededDropout,
  selu,
  softmaxCrossEntropyLoss,
  softmaxCrossEntropyLossGradient,
  softplus,
  sumOfRows,
];

/** What is faster in the native library, but not in WebAssembly. */
const native: readonly Lowering[] = [...onnxRuntime, pRelu, sign];

/** What runs on WebGPU, in the native library and in browsers. */
const webGpu: readonly Lowering[] = [...onnxRuntime, dropout, fusedMatMul, logSoftmax, sign, splitInGroups];

/** By engine, its lowerings. */
export const lowerings: Readonly<Record<Target, readonly Lowering[]>> = {
  'onnxruntime-node': native,
  'onnxruntime-node-blocked': native,
  'onnxruntime-web': onnxRuntime,
  'onnxruntime-webgpu': webGpu,
  reference: [],
};
