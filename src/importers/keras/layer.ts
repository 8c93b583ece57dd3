import type { Value } from '../../graph/index.ts';
import type { LayerContext } from './layer-context.ts';

/** One class of Keras's layers. */
export interface KerasLayer {
  /** What differs from Keras, for the table in the docs; empty where nothing does. */
  readonly limits?: string;
  /** What becomes of a mask of its input: handed on to the output unless the layer ends the sequence. */
  readonly mask?: 'keeps' | 'drops';
  /** Writes the nodes; several outputs come as a list. */
  write(context: LayerContext): Value | readonly Value[];
}
