import type { LayerOptions, OwnLayerOptions } from './layers/index.ts';

/** A layer with its place in the network. */
export interface PlannedLayer {
  readonly name: string;
  /** The layer's kind, or `shared` where it uses the parameters of another. */
  readonly kind: LayerOptions['layer'];
  /** Name of the layer that has the parameters: its own, or that of the layer that it is another use of. */
  readonly owner: string;
  /** The owner's options, with its default activation filled in. */
  readonly options: OwnLayerOptions;
  /** Names of network inputs or of layers before it. */
  readonly inputs: readonly string[];
}
