import type { Tensor } from '../../core/index.ts';
import { consumers, type Graph, type Node, producers } from '../../graph/index.ts';

/** What a trainable initializer does in its network, as far as its first values depend on it. */
export type ParameterRole =
  /** `fanIn`: how many inputs feed one output. `isStored`: how the file has a matrix, in by out or out by in. */
  | { readonly kind: 'weight' | 'bias'; readonly fanIn: number; readonly node: Node }
  | { readonly kind: 'recurrent'; readonly hidden: number; readonly node: Node }
  | { readonly kind: 'table' | 'scale' | 'shift' | 'slope' | 'free'; readonly node: Node };

/** Operators that only move the elements of a weight: exporters transpose, cut and join weights inside the graph. */
const movingOperators = new Set([
  'Transpose',
  'Reshape',
  'Slice',
  'Concat',
  'Unsqueeze',
  'Squeeze',
  'Identity',
  'Cast',
  'Split',
]);

/** Operators through which a parameter that stands alone reaches the activations. */
const mixingOperators = new Set(['Add', 'Sub', 'Mul', 'Concat', 'Expand', 'Where']);

/** By operator, the inputs that are the scale and the shift of a normalisation. */
const normalizations = new Set([
  'BatchNormalization',
  'LayerNormalization',
  'InstanceNormalization',
  'GroupNormalization',
]);

/**
 * The trainable parameters of a graph without netwright's metadata, in the order of its nodes, and what each does:
 * float initializers that weighted operators use, directly or after operators that only move their elements, biases
 * added to products, and tensors under the name of a module's parameter that are added to activations or multiply them.
 * Integers, scalars, running statistics, attention masks and constants that an exporter named stay out.
 */
export function parameterRoles(graph: Graph): Map<string, ParameterRole> {
  return new RoleFinder(graph).find();
}

class RoleFinder {
  readonly #graph: Graph;
  readonly #producers: ReadonlyMap<string, Node>;
  readonly #roles = new Map<string, ParameterRole>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#producers = producers(graph.nodes);
  }

  find(): Map<string, ParameterRole> {
    const readers = consumers(this.#graph.nodes);
    for (const node of this.#graph.nodes) {
      this.#weights(node);
      if (node.opType !== 'MatMul' && node.opType !== 'Conv') continue;
      const weight = this.#roleOfInputs(node);
      if (weight === undefined) continue;
      for (const reader of readers.get(node.outputs[0]!) ?? []) {
        if (reader.opType !== 'Add') continue;
        for (const name of reader.inputs) {
          if (name !== node.outputs[0]) this.#assign(name, { ...weight, kind: 'bias', node: reader });
        }
      }
    }
    for (const node of this.#graph.nodes) this.#freeParameters(node);
    return this.#roles;
  }

  #weights(node: Node): void {
    const { inputs, opType } = node;
    if (normalizations.has(opType)) {
      this.#assign(inputs[1], { kind: 'scale', node });
      this.#assign(inputs[2], { kind: 'shift', node });
      return;
    }
    switch (opType) {
      case 'Conv':
      case 'ConvTranspose': {
        const fanIn = (this.#shape(inputs[1]) ?? []).slice(1).reduce((product, length) => product * length, 1);
        this.#assign(inputs[1], { kind: 'weight', fanIn, node });
        this.#assign(inputs[2], { kind: 'bias', fanIn, node });
        return;
      }
      case 'Gemm':
      case 'MatMul': {
        const transA = flag(node, 'transA');
        const transB = flag(node, 'transB');
        const fanIn = this.#shape(inputs[1])?.at(transB ? -1 : -2) ?? this.#shape(inputs[0])?.at(transA ? -2 : -1) ?? 1;
        this.#assign(inputs[1], { kind: 'weight', fanIn, node });
        this.#assign(inputs[0], { kind: 'weight', fanIn, node });
        this.#assign(inputs[2], { kind: 'bias', fanIn, node });
        return;
      }
      case 'RNN':
      case 'GRU':
      case 'LSTM': {
        const { hidden_size } = node.attributes;
        const hidden = hidden_size?.type === 'int' ? hidden_size.value : 1;
        for (const name of inputs.slice(1, 4)) this.#assign(name, { kind: 'recurrent', hidden, node });
        return;
      }
      case 'PRelu':
        this.#assign(inputs[1], { kind: 'slope', node });
        return;
      case 'Gather':
        if (this.#shape(inputs[0])?.length === 2) this.#assign(inputs[0], { kind: 'table', node });
    }
  }

  #freeParameters(node: Node): void {
    if (!mixingOperators.has(node.opType)) return;
    for (const name of node.inputs.flatMap((input) => this.#sources(input))) {
      if (isModuleParameter(name)) {
        const isVector = this.#shape(name)?.length === 1;
        const kind =
          isVector && node.opType === 'Mul' && /(^|\.)(weight|gamma)$/.test(name)
            ? 'scale'
            : isVector && node.opType === 'Add' && /(^|\.)(bias|beta)$/.test(name)
              ? 'shift'
              : 'free';
        this.#assign(name, { kind, node });
      }
    }
  }

  #roleOfInputs(node: Node): Extract<ParameterRole, { kind: 'weight' | 'bias' }> | undefined {
    for (const source of node.inputs.flatMap((name) => this.#sources(name))) {
      const role = this.#roles.get(source);
      if (role?.kind === 'weight') return role;
    }
    return undefined;
  }

  #assign(name: string | undefined, role: ParameterRole): void {
    for (const source of this.#sources(name)) if (!this.#roles.has(source)) this.#roles.set(source, role);
  }

  /** The initializers whose elements a value consists of, none where anything else goes into it. */
  #sources(value: string | undefined): string[] {
    const found: string[] = [];
    const open = value === undefined || value === '' ? [] : [value];
    const seen = new Set<string>(open);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const tensor = this.#graph.initializers.get(name);
      if (tensor !== undefined) {
        if (isTrainable(tensor)) found.push(name);
        continue;
      }
      const node = this.#producers.get(name);
      if (node === undefined || !movingOperators.has(node.opType)) return [];
      const parts = node.opType === 'Concat' ? node.inputs : node.inputs.slice(0, 1);
      for (const part of parts) {
        if (!seen.has(part)) open.push(part);
        seen.add(part);
      }
    }
    return found.reverse();
  }

  /** The lengths of a weight's axes, which a file always knows. */
  #shape(name: string | undefined): number[] | undefined {
    if (name === undefined || this.#sources(name).length === 0) return undefined;
    return this.#graph.types.get(name)?.shape.map(Number);
  }
}

function isTrainable(tensor: Tensor): boolean {
  return tensor.dtype === 'float32' && tensor.shape.length > 0 && tensor.data.length > 0 && !isMask(tensor);
}

/** Only zeros and one number so large that a softmax after it gives nothing: what hides positions from attention. */
function isMask({ data }: Tensor): boolean {
  let hidden: number | bigint | undefined;
  for (const element of data) {
    if (element === 0) continue;
    if (hidden === undefined ? !(element <= -1e4) : element !== hidden) return false;
    hidden = element;
  }
  return hidden !== undefined;
}

/** What modules call the tensors that they keep but do not train: statistics, masks, tables of rotary positions. */
const buffers =
  /(^|[._])(running_mean|running_var|mask|tril|triu|cos|sin|cos_cached|sin_cached|inv_freq|freqs_cis|freqs)$/;

/** Whether a name is one of a module's state, such as `encoder.position`, and not made up by an exporter. */
function isModuleParameter(name: string): boolean {
  if (!/^[A-Za-z_]\w*(\.\w+)*$/.test(name) || buffers.test(name)) return false;
  return !/^(val|tmp|scalar|const\w*|lifted\w*|_?tensor\w*|_to_copy|int\w*|aten\w*|cst)(_?\d.*|_.*)?$/i.test(name);
}

function flag({ attributes }: Node, name: string): boolean {
  const attribute = attributes[name];
  return attribute?.type === 'int' && attribute.value === 1;
}
