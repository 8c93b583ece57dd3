import type { ImportedModel } from '../imported-model.ts';

/** How the tensors of a safetensors file are called and laid out. */
export type TensorNaming = 'netwright' | 'pytorch';

/** What is exported: a network, and what is known of its training. */
export type ExportSource = Pick<ImportedModel, 'network' | 'data' | 'recipe'>;

/** How a network is exported. */
export interface ExportOptions {
  /** Whether batch normalisations go into the weights of the layers before them. Default false. */
  readonly foldBatchNorm?: boolean;
  /** Names and layouts of tensors, for safetensors. Default `netwright`. */
  readonly naming?: TensorNaming;
  /** The version of netwright that is written into the file. */
  readonly version?: string;
}

/** A network as a file for other programs. */
export interface ExportedFile {
  readonly bytes: Uint8Array;
  /** What goes into the network as the file has it, in words: `input float32[batch, 9]`. Empty for weights alone. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A kind of file that networks are exported to. */
export interface ExportWriter {
  /** With the dot. */
  readonly extension: string;
  write(source: ExportSource, options: ExportOptions): Promise<ExportedFile>;
}
