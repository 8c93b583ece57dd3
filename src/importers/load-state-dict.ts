import { formatShape, type Tensor, toFloat64 } from '../core/index.ts';
import type { Graph } from '../graph/index.ts';
import { type Network, withInitializers } from '../nn/index.ts';
import { type ParameterRole, parameterRoles } from './onnx/parameter-roles.ts';
import { withOwnLayers } from './pytorch-layers.ts';

/** How the tensors of a file and those of a network went together. */
export interface StateDictReport {
  /** Names in the network of the tensors that were loaded. */
  readonly loaded: readonly string[];
  /** Names of the network for which the file has nothing; they keep their values. */
  readonly missing: readonly string[];
  /** Names of the file that the network has no place for. */
  readonly leftOver: readonly string[];
  /** Tensors of the same name whose shapes contradict, in words; they keep their values. */
  readonly contradictions: readonly string[];
}

/** Words for the same thing: PyTorch's first, then those of Keras, ONNX and netwright. */
const synonyms: Readonly<Record<string, string>> = {
  kernel: 'weight',
  gamma: 'weight',
  scale: 'weight',
  embeddings: 'weight',
  table: 'weight',
  beta: 'bias',
  shift: 'bias',
  moving_mean: 'running_mean',
  mean: 'running_mean',
  moving_variance: 'running_var',
  running_variance: 'running_var',
  variance: 'running_var',
};

/** What wrappers put before the names of a state dict: DataParallel, torch.compile, Lightning. */
const wrappers = /^(module\.|_orig_mod\.|model\.|network\.|net\.)+/;

/**
 * Loads a state dict into a network by name and shape: PyTorch's names (`fc.weight`, `bn.running_mean`), those of Keras
 * (`dense/kernel`) and our own are the same to it, and prefixes of wrappers such as `module.` are passed over. Matrices are
 * turned where the file has [outputs, inputs] and the network [inputs, outputs], kernels of convolutions where the file
 * has Keras's order; PyTorch's recurrent and attention layers take netwright's order of gates and names; numbers of other types become float32.
 */
export function loadStateDict(
  network: Network,
  tensors: ReadonlyMap<string, Tensor>,
): { network: Network; report: StateDictReport } {
  const { graph } = network;
  const roles = parameterRoles(graph);
  const places = new Map(stateNames(network).map((name) => [commonName(name), name]));
  const loaded = new Map<string, Tensor>();
  const leftOver: string[] = [];
  const contradictions: string[] = [];
  const placeOf = (name: string) => places.get(commonName(name)) ?? places.get(commonName(name.replace(wrappers, '')));
  for (const [name, tensor] of withOwnLayers(tensors, (own) => placeOf(own) !== undefined)) {
    const place = placeOf(name);
    if (place === undefined || loaded.has(place)) {
      if (!name.endsWith('num_batches_tracked')) leftOver.push(name);
      continue;
    }
    const own = graph.initializers.get(place)!;
    const turned = turn(tensor, name, own, roles.get(place), place);
    if (turned === undefined) {
      contradictions.push(
        `'${name}' has shape ${formatShape(tensor.shape)}, the network's '${place}' ${formatShape(own.shape)}`,
      );
    } else {
      loaded.set(place, turned);
    }
  }
  const contradicted = contradictions.join('\n');
  const missing = [...places.values()].filter((name) => !loaded.has(name) && !contradicted.includes(`'${name}'`));
  return {
    network: withInitializers(network, loaded),
    report: { loaded: [...loaded.keys()], missing, leftOver, contradictions },
  };
}

/** Everything of a network that a state dict holds: parameters, trained or frozen, and running statistics. */
function stateNames({ graph, parameters, layers }: Network): string[] {
  const frozen = layers.flatMap((layer) => layer.frozen ?? []);
  return [...new Set([...parameters, ...frozen, ...statistics(graph)])].filter((name) => graph.initializers.has(name));
}

function statistics(graph: Graph): string[] {
  return graph.nodes.flatMap(({ opType, inputs }) => (opType === 'BatchNormalization' ? inputs.slice(3, 5) : []));
}

function commonName(name: string): string {
  const parts = name.replace(/:0$/, '').split(/[./]/);
  const last = parts.pop()!;
  return [...parts, synonyms[last] ?? last].join('.');
}

/** A tensor of a file in the shape of the network's own; undefined where it has another. */
function turn(
  tensor: Tensor,
  name: string,
  own: Tensor,
  role: ParameterRole | undefined,
  place: string,
): Tensor<'float32'> | undefined {
  const data = tensor.dtype === 'float32' ? (tensor.data as Float32Array) : Float32Array.from(toFloat64(tensor));
  const rank = tensor.shape.length;
  const isKeras = /(^|[./])kernel(:0)?$/.test(name);
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  let order = axes;
  if (role?.kind === 'weight' && rank === 2) {
    if (isKeras !== isInputsFirst(role, place)) order = [1, 0];
  } else if (role?.kind === 'weight' && rank > 2 && isKeras && place !== name) {
    order = [rank - 1, rank - 2, ...axes.slice(0, rank - 2)];
  }
  const shape = order.map((axis) => tensor.shape[axis]!);
  if (String(shape) !== String(own.shape)) return undefined;
  return { dtype: 'float32', shape, data: transpose(data, tensor.shape, order) };
}

/** Whether a network has a matrix as [inputs, outputs]. */
function isInputsFirst({ node }: ParameterRole, name: string): boolean {
  const { transB } = node.attributes;
  return node.inputs.includes(name) !== (transB?.type === 'int' && transB.value === 1);
}

function transpose(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array<ArrayBuffer> {
  if (order.every((axis, index) => axis === index)) return data.slice();
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const lengths = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => strides[axis]!);
  return Float32Array.from({ length: data.length }, (_, index) => {
    let rest = index;
    let source = 0;
    for (let axis = lengths.length - 1; axis >= 0; axis--) {
      source += (rest % lengths[axis]!) * steps[axis]!;
      rest = Math.floor(rest / lengths[axis]!);
    }
    return data[source]!;
  });
}
