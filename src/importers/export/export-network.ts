import type { ExportedFile, ExportOptions, ExportSource, ExportWriter } from './export-format.ts';
import { kerasWriter } from './keras/write-keras.ts';
import { onnxWriter } from './write-onnx.ts';
import { safetensorsWriter } from './write-safetensors.ts';

/** Every kind of file that networks are exported to. */
export const exportFormats = {
  onnx: onnxWriter,
  safetensors: safetensorsWriter,
  keras: kerasWriter,
} as const satisfies Readonly<Record<string, ExportWriter>>;

/** See {@link exportFormats}. */
export type ExportFormat = keyof typeof exportFormats;

/**
 * A network as a file for other programs, in inference form.
 *
 * @throws GraphError naming the layer that the format has no counterpart for
 */
export function exportNetwork(
  source: ExportSource,
  format: ExportFormat,
  options: ExportOptions = {},
): Promise<ExportedFile> {
  return exportFormats[format].write(source, options);
}
