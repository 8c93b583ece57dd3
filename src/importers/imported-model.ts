import type { ConcreteShape } from '../core/index.ts';
import type { Network } from '../nn/index.ts';
import type { DataDescription } from '../records/index.ts';
import type { RecipeInput } from '../train/index.ts';

/** Kinds of files that networks come in. */
export type ModelFormat = 'netwright' | 'onnx' | 'keras' | 'keras-h5' | 'keras-json' | 'tfjs';

/** One thing that the reader of a model file must know: what the file cannot give, or what was changed to train it. */
export interface ImportNote {
  /** `info`: nothing to do; `warning`: training differs from the author's own unless they act. */
  readonly severity: 'info' | 'warning';
  /** What was found and what to do about it, in whole sentences. */
  readonly message: string;
  /** The layer or node that it concerns. */
  readonly layer?: string;
}

/** What a network is opened for. */
export interface OpenNetworkOptions {
  /**
   * The inputs of the data, as `dataset.inputs` has them: axes that a file leaves open beside the batch, such as the
   * length of a text, take their lengths. Asked for only where there are such axes.
   */
  readonly dataInputs?: readonly DataInput[] | (() => Promise<readonly DataInput[]>);
}

/** One array of a dataset. */
export interface DataInput {
  readonly name: string;
  /** Of one sample, without the batch. */
  readonly shape: ConcreteShape;
}

/** A network from a file of any framework, ready to be trained. */
export interface ImportedModel {
  /** The file. */
  readonly path: string;
  readonly format: ModelFormat;
  readonly network: Network;
  /** What the file says of its training: loss, optimizer, learning rate. Empty where it says nothing. */
  readonly recipe: RecipeInput;
  readonly notes: readonly ImportNote[];
  /** What the network was trained on, where netwright trained it. */
  readonly data: DataDescription | undefined;
  /** The same network with fresh weights, drawn as its author's framework would draw them. */
  reinitialize(seed: number): Network;
}
