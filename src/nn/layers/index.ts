/** Layers: each writes ONNX nodes from plain options; one file each. */
import { z } from 'zod';
import { activation } from './activation.ts';
import { affine } from './affine.ts';
import { averagePool1d } from './average-pool1d.ts';
import { averagePool2d } from './average-pool2d.ts';
import { batchNorm } from './batch-norm.ts';
import { conv1d } from './conv1d.ts';
import { conv2d } from './conv2d.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import { globalAveragePool } from './global-average-pool.ts';
import type { LayerDefinition } from './layer.ts';
import { maxPool1d } from './max-pool1d.ts';
import { maxPool2d } from './max-pool2d.ts';
import { permute } from './permute.ts';
import { reshape } from './reshape.ts';
import { whiten } from './whiten.ts';

const layers = {
  activation,
  affine,
  averagePool1d,
  averagePool2d,
  batchNorm,
  conv1d,
  conv2d,
  dense,
  dropout,
  flatten,
  globalAveragePool,
  maxPool1d,
  maxPool2d,
  permute,
  reshape,
  whiten,
};

/** A layer as a recipe writes it: `{ "layer": "dense", "units": 32 }`. */
export const layerSchema = z.discriminatedUnion('layer', [
  activation.options,
  affine.options,
  averagePool1d.options,
  averagePool2d.options,
  batchNorm.options,
  conv1d.options,
  conv2d.options,
  dense.options,
  dropout.options,
  flatten.options,
  globalAveragePool.options,
  maxPool1d.options,
  maxPool2d.options,
  permute.options,
  reshape.options,
  whiten.options,
]);

/** A layer's options with every default filled in. */
export type LayerOptions = z.output<typeof layerSchema>;
/** A layer as its author writes it. */
export type LayerInput = z.input<typeof layerSchema>;

/** The definition of a layer's kind. */
export function layerDefinition(options: LayerOptions): LayerDefinition<typeof layerSchema> {
  return layers[options.layer] as unknown as LayerDefinition<typeof layerSchema>;
}
