import type { ImportedModel, OpenNetworkOptions } from './imported-model.ts';
import { openKeras } from './keras/index.ts';
import { openOnnx } from './onnx/open-onnx.ts';
import { openTfjs } from './tfjs/open-tfjs.ts';

/** A kind of file that networks come in. */
export interface FormatReader {
  readonly extensions: readonly string[];
  /** In words, for messages. */
  readonly name: string;
  /** What of the file comes through, for the guide. */
  readonly keeps: string;
  open(path: string, options: OpenNetworkOptions): Promise<ImportedModel>;
}

/** Every kind of file that {@link openNetwork} reads. */
export const formatReaders: readonly FormatReader[] = [
  {
    extensions: ['.onnx'],
    name: 'ONNX',
    keeps:
      'the graph, weights under the names of their modules, running statistics; of netwright also layers and preparation',
    open: openOnnx,
  },
  {
    extensions: ['.keras', '.h5', '.hdf5'],
    name: 'Keras',
    keeps: 'layers, weights, initializers, regularizers, constraints; loss, optimizer and metrics of `compile`',
    open: openKeras,
  },
  {
    extensions: ['.json'],
    name: 'the architecture of a Keras model, or TensorFlow.js',
    keeps: 'layers and initializers; of TensorFlow.js also the weights beside it',
    open: openTfjs,
  },
];

/** Files that people try, which hold no network that can be read, and what to do about them. By extension. */
export const otherFormats: Readonly<Record<string, { readonly is: string; readonly advice: string }>> = {
  '.safetensors': {
    is: 'holds weights, but not the network that they belong to',
    advice: 'Give the network, and the weights with --weights FILE.safetensors',
  },
  ...Object.fromEntries(
    ['.pt', '.pth', '.ckpt', '.pkl', '.bin'].map((extension) => [
      extension,
      {
        is: 'is a PyTorch pickle, which runs code when it is read',
        advice:
          "In Python export the network: torch.onnx.export(network, (x,), 'network.onnx', dynamo=True, optimize=False, external_data=False); or its weights: safetensors.torch.save_file(network.state_dict(), 'weights.safetensors')",
      },
    ]),
  ),
  '.pb': {
    is: 'is a TensorFlow graph, which holds no layers',
    advice: "In Python save the Keras model as one file: model.save('network.keras')",
  },
  '.tflite': {
    is: 'is a TensorFlow Lite model, which cannot be trained',
    advice: "In Python save the Keras model that it was made of: model.save('network.keras')",
  },
};
