import type { Graph, Model, Node } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import type { ImportNote } from '../imported-model.ts';
import type { ParameterRole } from './parameter-roles.ts';

/** What was found in a file and what became of it. */
export interface FileFacts {
  readonly model: Model;
  readonly network: Network;
  readonly roles: ReadonlyMap<string, ParameterRole>;
  /** Names of the nodes that the file had in training mode. */
  readonly inTraining: ReadonlySet<string>;
  /** New names of weights by those that the exporter made up. */
  readonly renamed: ReadonlyMap<string, string>;
  /** How many tensors that the exporter had merged are apart again. */
  readonly separated: number;
  /** Whether a fixed batch size was made open. */
  readonly isOpened: boolean;
}

/** How to export so that everything stays trainable; the advice of several notes. */
const exportLines =
  "Export with torch.onnx.export(network, (x,), 'network.onnx', dynamo=True, optimize=False, dynamic_shapes=({0: torch.export.Dim('batch')},)), or with dynamo=False, training=torch.onnx.TrainingMode.TRAINING, do_constant_folding=False, input_names=['x'], dynamic_axes={'x': {0: 'batch'}}.";

/** Rules that each look for one thing that a file cannot give. */
const rules: readonly ((facts: FileFacts) => ImportNote | undefined)[] = [
  foldedNormalization,
  movedStatistics,
  evaluationForm,
  transposedWeights,
  mergedTensors,
  fixedBatch,
  otherOutputs,
  freeParameters,
  unusedTensors,
  noParameters,
];

/** What the reader of a file must know of it: what it cannot give, and what was changed to train it. */
export function describeFile(facts: FileFacts): ImportNote[] {
  return rules.flatMap((rule) => rule(facts) ?? []);
}

/** Batch normalisation that the exporter multiplied into the convolution before it. */
function foldedNormalization({ model, network: { graph } }: FileFacts): ImportNote | undefined {
  const convolutions = model.graph.nodes.filter(({ opType }) => opType === 'Conv' || opType === 'ConvTranspose');
  const folded = convolutions.filter(isFolded);
  if (folded.length > 0) {
    const where = nameSome(folded.map((node) => node.layer ?? node.name));
    return warning(
      `Batch normalisation was folded into ${count(folded.length, 'convolution')} (${where}): their weights and biases are the products, and training continues without normalisation, other than your own network would. ${exportLines}`,
    );
  }
  const hasNormalization = graph.nodes.some(({ opType }) => opType === 'BatchNormalization');
  const isPlain = convolutions.length >= 4 && convolutions.every(({ inputs }) => (inputs[2] ?? '') !== '');
  if (hasNormalization || !isPlain || styleOf(model.graph) !== undefined) return undefined;
  return warning(
    `The network has ${count(convolutions.length, 'convolution')}, all with a bias, and no batch normalisation: if yours has some, it may have been folded into them, and training continues without it. With PyTorch: ${exportLines}`,
  );
}

/**
 * Signs that are certain: the older exporter of PyTorch makes up names for the products, `onnx::Conv_73`; the newer one
 * keeps the weight's name, but the node is then that of the normalisation, in another module than the weight.
 */
function isFolded({ inputs, layer, name }: Node): boolean {
  const [, weight = ''] = inputs;
  if (/^onnx::Conv(Transpose)?_\d+$/.test(weight)) return true;
  const module = weight.slice(0, weight.lastIndexOf('.'));
  return name.startsWith('node_Conv') && layer !== undefined && module !== '' && module !== layer;
}

/** The older exporter runs the network in training mode, which moves the running statistics towards the example. */
function movedStatistics({ model, inTraining, network: { graph } }: FileFacts): ImportNote | undefined {
  const moved = model.graph.nodes.filter((node) => inTraining.has(node.name) && node.opType === 'BatchNormalization');
  if (moved.length === 0) return undefined;
  const values = (node: Node, index: number) =>
    Array.from(graph.initializers.get(node.inputs[index]!)?.data ?? [], Number);
  const isFresh = moved.every((node) => values(node, 1).every((x) => x === 1) && values(node, 2).every((x) => x === 0));
  const isMoved = moved.some((node) => values(node, 4).some((x) => x !== 1));
  if (isFresh && isMoved) {
    return info(
      `The normalisations are untrained, but their running statistics are not mean 0 and variance 1: the exporter ran the example through them in training mode. --reinitialize sets them back.`,
    );
  }
  return info(
    'The file was exported in training mode: the exporter ran the example through the network once, which moved the running statistics of its batch normalisations a little towards that.',
  );
}

function evaluationForm({ model: { graph }, inTraining }: FileFacts): ImportNote | undefined {
  if (styleOf(graph) === undefined || inTraining.size > 0) return undefined;
  if (graph.nodes.some(({ opType }) => opType === 'Dropout')) return undefined;
  return info(
    'The file holds the network in evaluation form: if your network has dropout layers, they are not in it, and training goes on without them. Only dynamo=False with training=torch.onnx.TrainingMode.TRAINING keeps them.',
  );
}

function transposedWeights({ renamed }: FileFacts): ImportNote | undefined {
  const weights = [...renamed].filter(([name]) => name.startsWith('onnx::MatMul'));
  if (weights.length === 0) return undefined;
  return info(
    `The exporter transposed ${count(weights.length, 'weight')} to [inputs, outputs] and renamed them; they are called ${nameSome(weights.map(([, name]) => name))} again.`,
  );
}

function mergedTensors({ separated }: FileFacts): ImportNote | undefined {
  if (separated === 0) return undefined;
  return info(
    `The exporter wrote equal tensors of several layers once; ${count(separated, 'tensor')} of them are apart again, so that each layer is trained by itself.`,
  );
}

function fixedBatch({ model: { graph: found }, network, isOpened }: FileFacts): ImportNote | undefined {
  const size = found.inputs[0]?.shape[0];
  if (typeof size !== 'number' || network.graph.inputs.length === 0) return undefined;
  if (isOpened) return info(`The file was exported for batches of ${size}; the batch size was made open.`);
  return warning(
    `The file was exported for batches of ${size}, which cannot be changed in it: train with --batch-size ${size}, or export it with an open batch axis (dynamic_shapes, or dynamic_axes with dynamo=False).`,
  );
}

function otherOutputs({ network: { graph } }: FileFacts): ImportNote | undefined {
  const [first, ...others] = graph.outputs;
  if (first === undefined || others.length === 0) return undefined;
  return info(`The network has ${count(others.length + 1, 'output')}; the first, '${first.name}', is trained.`);
}

/** Parameters that no layer's operator shows to be such. */
function freeParameters({ network, roles }: FileFacts): ImportNote | undefined {
  const free = network.parameters.filter((name) => roles.get(name)?.kind === 'free');
  if (free.length === 0) return undefined;
  return info(
    `${nameSome(free)} ${free.length === 1 ? 'is' : 'are'} trained, being ${free.length === 1 ? 'a tensor' : 'tensors'} of a module; a file does not tell parameters from buffers. --reinitialize leaves ${free.length === 1 ? 'it' : 'them'} as in the file.`,
  );
}

function unusedTensors({ model: { graph: found } }: FileFacts): ImportNote | undefined {
  const read = new Set([...found.nodes.flatMap(({ inputs }) => inputs), ...found.outputs.map(({ name }) => name)]);
  const unused = [...found.initializers].filter(
    ([name, { dtype, shape }]) => dtype === 'float32' && shape.length > 0 && !read.has(name),
  );
  if (unused.length === 0) return undefined;
  return info(
    `Nothing in the file uses ${nameSome(unused.map(([name]) => name))}, which ${unused.length === 1 ? 'is' : 'are'} left out.`,
  );
}

function noParameters({ network: { parameters } }: FileFacts): ImportNote | undefined {
  if (parameters.length > 0) return undefined;
  return warning('No trainable parameter was found in the file: it can predict, but not be trained.');
}

/** Which of PyTorch's exporters wrote a graph, by how it names its nodes. */
function styleOf({ nodes }: Graph): 'script' | 'program' | undefined {
  if (nodes.some(({ name }) => name.startsWith('node_'))) return 'program';
  return nodes.some(({ name }) => /^\/.*\/?\w+$/.test(name)) ? 'script' : undefined;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** The first few names. */
function nameSome(names: readonly string[]): string {
  const rest = names.length - 4;
  return rest > 1 ? `${names.slice(0, 4).join(', ')} and ${rest} more` : names.join(', ');
}

function info(message: string): ImportNote {
  return { severity: 'info', message };
}

function warning(message: string): ImportNote {
  return { severity: 'warning', message };
}
