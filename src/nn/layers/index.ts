/** Layers: each writes ONNX nodes from plain options; one file each. */
import { z } from 'zod';
import { activation } from './activation.ts';
import { add } from './add.ts';
import { affine } from './affine.ts';
import { averagePool1d } from './average-pool1d.ts';
import { averagePool2d } from './average-pool2d.ts';
import { batchNorm } from './batch-norm.ts';
import { concat } from './concat.ts';
import { convTranspose2d } from './conv-transpose2d.ts';
import { conv1d } from './conv1d.ts';
import { conv2d } from './conv2d.ts';
import { conv3d } from './conv3d.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { globalAveragePool } from './global-average-pool.ts';
import { globalMaxPool } from './global-max-pool.ts';
import { groupNorm } from './group-norm.ts';
import { gru } from './gru.ts';
import { instanceNorm } from './instance-norm.ts';
import type { LayerDefinition } from './layer.ts';
import { layerNorm } from './layer-norm.ts';
import { lstm } from './lstm.ts';
import { maxPool1d } from './max-pool1d.ts';
import { maxPool2d } from './max-pool2d.ts';
import { multiHeadAttention } from './multi-head-attention.ts';
import { permute } from './permute.ts';
import { positionEmbedding } from './position-embedding.ts';
import { reshape } from './reshape.ts';
import { rmsNorm } from './rms-norm.ts';
import { sharedOptions } from './shared.ts';
import { simpleRnn } from './simple-rnn.ts';
import { upsample2d } from './upsample2d.ts';
import { whiten } from './whiten.ts';
import { zeroPadding2d } from './zero-padding2d.ts';

export type { LayerContext } from './layer.ts';

const layers = {
  activation,
  add,
  affine,
  averagePool1d,
  averagePool2d,
  batchNorm,
  concat,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  dense,
  dropout,
  embedding,
  flatten,
  globalAveragePool,
  globalMaxPool,
  groupNorm,
  gru,
  instanceNorm,
  layerNorm,
  lstm,
  maxPool1d,
  maxPool2d,
  multiHeadAttention,
  permute,
  positionEmbedding,
  reshape,
  rmsNorm,
  simpleRnn,
  upsample2d,
  whiten,
  zeroPadding2d,
};

/** A layer as a recipe writes it: `{ "layer": "dense", "units": 32 }`. */
export const layerSchema = z.discriminatedUnion('layer', [
  activation.options,
  add.options,
  affine.options,
  averagePool1d.options,
  averagePool2d.options,
  batchNorm.options,
  concat.options,
  conv1d.options,
  conv2d.options,
  conv3d.options,
  convTranspose2d.options,
  dense.options,
  dropout.options,
  embedding.options,
  flatten.options,
  globalAveragePool.options,
  globalMaxPool.options,
  groupNorm.options,
  gru.options,
  instanceNorm.options,
  layerNorm.options,
  lstm.options,
  maxPool1d.options,
  maxPool2d.options,
  multiHeadAttention.options,
  permute.options,
  positionEmbedding.options,
  reshape.options,
  rmsNorm.options,
  simpleRnn.options,
  upsample2d.options,
  whiten.options,
  zeroPadding2d.options,
  sharedOptions,
]);

/** A layer's options with every default filled in. */
export type LayerOptions = z.output<typeof layerSchema>;
/** A layer as its author writes it. */
export type LayerInput = z.input<typeof layerSchema>;
/** Options of a layer that writes nodes of its own. */
export type OwnLayerOptions = Exclude<LayerOptions, { layer: 'shared' }>;

/** The definition of a layer's kind. */
export function layerDefinition(kind: OwnLayerOptions['layer']): LayerDefinition<z.ZodType<OwnLayerOptions>> {
  return layers[kind] as unknown as LayerDefinition<z.ZodType<OwnLayerOptions>>;
}
