/** The classes of Keras's layers that can be read; one family a file. */
import type { KerasLayer } from '../layer.ts';
import type { LayerTopology } from '../topology.ts';
import {
  activation,
  categoryEncoding,
  discretization,
  elu,
  leakyRelu,
  prelu,
  relu,
  softmax,
  thresholdedRelu,
} from './activation-layers.ts';
import { additiveAttention, attention, multiHeadAttention } from './attention.ts';
import { convolution, depthwiseConvolution, separableConvolution, transposedConvolution } from './convolution.ts';
import { dense } from './dense.ts';
import { addition, average, concatenation, dot, maximum, minimum, multiplication, subtraction } from './merging.ts';
import {
  activityRegularization,
  alphaDropout,
  dropout,
  gaussianDropout,
  gaussianNoise,
  spatialDropout,
} from './noise.ts';
import {
  batchNormalization,
  groupNormalization,
  layerNormalization,
  normalization,
  rescaling,
  rmsNormalization,
  unitNormalization,
} from './normalization.ts';
import { globalPooling, pooling } from './pooling.ts';
import { bidirectional, recurrent, rnn } from './recurrent.ts';
import { resizing, upSampling } from './resizing.ts';
import { embedding, masking } from './sequences.ts';
import { cropping, flatten, permute, repeatVector, reshape, zeroPadding } from './shaping.ts';
import { timeDistributed } from './wrappers.ts';

/** Every class by its name in Keras. */
export const kerasLayers: Readonly<Record<string, KerasLayer>> = {
  Activation: activation,
  ActivityRegularization: activityRegularization,
  Add: addition,
  AdditiveAttention: additiveAttention,
  AlphaDropout: alphaDropout,
  Attention: attention,
  Average: average,
  AveragePooling1D: pooling('AveragePool', 1),
  AveragePooling2D: pooling('AveragePool', 2),
  AveragePooling3D: pooling('AveragePool', 3),
  BatchNormalization: batchNormalization,
  Bidirectional: bidirectional,
  CategoryEncoding: categoryEncoding,
  Concatenate: concatenation,
  Conv1D: convolution(1),
  Conv1DTranspose: transposedConvolution(1),
  Conv2D: convolution(2),
  Conv2DTranspose: transposedConvolution(2),
  Conv3D: convolution(3),
  Conv3DTranspose: transposedConvolution(3),
  Cropping1D: cropping(1),
  Cropping2D: cropping(2),
  Cropping3D: cropping(3),
  Dense: dense,
  DepthwiseConv1D: depthwiseConvolution(1),
  DepthwiseConv2D: depthwiseConvolution(2),
  Discretization: discretization,
  Dot: dot,
  Dropout: dropout,
  ELU: elu,
  Embedding: embedding,
  Flatten: flatten,
  GaussianDropout: gaussianDropout,
  GaussianNoise: gaussianNoise,
  GlobalAveragePooling1D: globalPooling('ReduceMean', 1),
  GlobalAveragePooling2D: globalPooling('ReduceMean', 2),
  GlobalAveragePooling3D: globalPooling('ReduceMean', 3),
  GlobalMaxPooling1D: globalPooling('ReduceMax', 1),
  GlobalMaxPooling2D: globalPooling('ReduceMax', 2),
  GlobalMaxPooling3D: globalPooling('ReduceMax', 3),
  GroupNormalization: groupNormalization,
  GRU: recurrent('GRU'),
  LayerNormalization: layerNormalization,
  LeakyReLU: leakyRelu,
  LSTM: recurrent('LSTM'),
  Masking: masking,
  Maximum: maximum,
  MaxPooling1D: pooling('MaxPool', 1),
  MaxPooling2D: pooling('MaxPool', 2),
  MaxPooling3D: pooling('MaxPool', 3),
  Minimum: minimum,
  MultiHeadAttention: multiHeadAttention,
  Multiply: multiplication,
  Normalization: normalization,
  Permute: permute,
  PReLU: prelu,
  ReLU: relu,
  RepeatVector: repeatVector,
  Rescaling: rescaling,
  Reshape: reshape,
  Resizing: resizing,
  RMSNormalization: rmsNormalization,
  RNN: rnn,
  SeparableConv1D: separableConvolution(1),
  SeparableConv2D: separableConvolution(2),
  SimpleRNN: recurrent('SimpleRNN'),
  Softmax: softmax,
  SpatialDropout1D: spatialDropout(1),
  SpatialDropout2D: spatialDropout(2),
  SpatialDropout3D: spatialDropout(3),
  Subtract: subtraction,
  ThresholdedReLU: thresholdedRelu,
  TimeDistributed: timeDistributed,
  UnitNormalization: unitNormalization,
  UpSampling1D: upSampling(1),
  UpSampling2D: upSampling(2),
  UpSampling3D: upSampling(3),
  ZeroPadding1D: zeroPadding(1),
  ZeroPadding2D: zeroPadding(2),
  ZeroPadding3D: zeroPadding(3),
};

/** Names of all classes. */
export const layerNames: readonly string[] = Object.keys(kerasLayers);

/** The definition of a layer's class; a class of the user's own has none, whatever its name. */
export function findLayer({ className, module }: LayerTopology): KerasLayer | undefined {
  const isOfKeras = module === '' || module === 'builtins' || module.startsWith('keras') || module.includes('.keras.');
  return isOfKeras && Object.hasOwn(kerasLayers, className) ? kerasLayers[className] : undefined;
}
