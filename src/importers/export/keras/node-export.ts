import { type Dimension, GraphError, type Tensor } from '../../../core/index.ts';
import { type Graph, type Node, placeOf } from '../../../graph/index.ts';
import { permuteTensor } from '../permute-tensor.ts';
import type { KerasLayerDescription, KerasModel, KerasTensor } from './keras-model.ts';

/** A value of the graph in the Keras model: axis `j` of the tensor is axis `axes[j]` of the value. */
export interface Placed {
  readonly tensor: KerasTensor;
  readonly axes: readonly number[];
}

/** What all nodes of one export share. */
export interface ExportState {
  readonly graph: Graph;
  readonly model: KerasModel;
  readonly placed: Map<string, Placed>;
  /** Names of layers of the network that training leaves as they are. */
  readonly frozen: ReadonlySet<string>;
  /** Permuted tensors by what they are made of, so that each is made once. */
  readonly permuted: Map<string, KerasTensor>;
  /** By a layer that only changes a shape, what it was given. */
  readonly reshaped: Map<string, KerasTensor>;
}

/** Writes the Keras layers of one operator. */
export type NodeWriter = (context: NodeExport) => void;

/** A node on its way into a Keras model. Graphs keep channels behind the batch; Keras wants them last. */
export class NodeExport {
  readonly state: ExportState;
  readonly node: Node;

  constructor(state: ExportState, node: Node) {
    this.state = state;
    this.node = node;
  }

  refuse(what: string): GraphError {
    return new GraphError(`Keras has no counterpart of ${what}`, {
      ...placeOf(this.node),
      advice: 'Export it to ONNX',
    });
  }

  /** The shape of an input in the graph. */
  shape(index = 0): readonly Dimension[] {
    return this.state.graph.types.get(this.node.inputs[index]!)!.shape;
  }

  outputShape(index = 0): readonly Dimension[] {
    return this.state.graph.types.get(this.node.outputs[index]!)!.shape;
  }

  hasInput(index: number): boolean {
    return (this.node.inputs[index] ?? '') !== '';
  }

  /** Whether anything uses a value. */
  isRead(name: string): boolean {
    const { nodes, outputs } = this.state.graph;
    return (
      name !== '' && (nodes.some(({ inputs }) => inputs.includes(name)) || outputs.some((each) => each.name === name))
    );
  }

  /** The elements of an input that is a constant or a weight. */
  constant(index: number): Tensor | undefined {
    return this.state.graph.initializers.get(this.node.inputs[index] ?? '');
  }

  /** A weight, which the file must hold. */
  weight(index: number): Tensor<'float32'> {
    const tensor = this.constant(index);
    if (tensor?.dtype === 'float32') return tensor as Tensor<'float32'>;
    throw this.refuse(`weights that the graph computes ('${this.node.inputs[index]}')`);
  }

  integer(name: string, fallback: number): number {
    const attribute = this.node.attributes[name];
    return attribute?.type === 'int' ? attribute.value : fallback;
  }

  float(name: string, fallback: number): number {
    const attribute = this.node.attributes[name];
    return attribute?.type === 'float' ? attribute.value : fallback;
  }

  integers(name: string, fallback: readonly number[]): readonly number[] {
    const attribute = this.node.attributes[name];
    return attribute?.type === 'ints' ? attribute.value : fallback;
  }

  text(name: string, fallback: string): string {
    const attribute = this.node.attributes[name];
    return attribute?.type === 'string' ? attribute.value : fallback;
  }

  placed(index: number): Placed {
    const found = this.state.placed.get(this.node.inputs[index]!);
    if (found !== undefined) return found;
    throw this.refuse(`the constant '${this.node.inputs[index]}' as an input here`);
  }

  /** An input with its axes in the order asked for; axis 0 must be the batch. */
  tensor(index: number, axes: readonly number[]): KerasTensor {
    const { tensor, axes: has } = this.placed(index);
    const dims = axes.map((axis) => has.indexOf(axis));
    if (dims.every((from, to) => from === to)) return tensor;
    if (dims[0] !== 0) throw this.refuse('samples that are not along the first axis');
    const key = `${tensor.layer}:${dims}`;
    const known = this.state.permuted.get(key);
    if (known !== undefined) return known;
    const moved = this.state.model.layer(`${tensor.layer}_permute`, {
      className: 'Permute',
      config: { dims: dims.slice(1) },
      inputs: [tensor],
      shape: dims.map((from) => tensor.shape[from]!),
      dtype: tensor.dtype,
    });
    this.state.permuted.set(key, moved);
    return moved;
  }

  /** An input as the graph has it. */
  plain(index = 0): KerasTensor {
    return this.tensor(index, inOrder(this.shape(index).length));
  }

  channelsLast(index = 0): KerasTensor {
    return this.tensor(index, lastOrder(this.shape(index).length));
  }

  /** The elements of a constant that broadcasts against an output, in the order of a tensor's axes. */
  broadcast(tensor: Tensor, axes: readonly number[]): Tensor {
    const padded = [...new Array<number>(Math.max(axes.length - tensor.shape.length, 0)).fill(1), ...tensor.shape];
    if (padded.length > axes.length || padded[axes[0]!] !== 1) throw this.refuse('a constant with a batch axis');
    const moved =
      tensor.data.length === 1 ? { ...tensor, shape: [] } : permuteTensor({ ...tensor, shape: padded }, axes);
    const first = moved.shape.findIndex((length) => length !== 1);
    return { ...moved, shape: moved.shape.slice(first < 0 ? moved.shape.length : first) } as Tensor;
  }

  /** Adds a layer whose output is an output of the node; `axes` say which of its axes are where. */
  write(
    description: Omit<KerasLayerDescription, 'shape'>,
    axes: readonly number[] = inOrder(this.outputShape().length),
    output = 0,
  ): KerasTensor {
    const type = this.state.graph.types.get(this.node.outputs[output]!)!;
    const shape = axes.map((axis) => lengthOf(type.shape[axis]!));
    const tensor = this.add({ dtype: type.dtype, ...description, shape });
    this.place(tensor, axes, output);
    return tensor;
  }

  /** Adds a layer in between. */
  add(description: KerasLayerDescription): KerasTensor {
    const { layer, name } = this.node;
    const hasWeights = description.weights !== undefined;
    const trainable = hasWeights && layer !== undefined && this.state.frozen.has(layer) ? { trainable: false } : {};
    const suffix = hasWeights ? '' : `_${description.className.toLowerCase()}`;
    return this.state.model.layer(layer === undefined ? name : `${layer}${suffix}`, {
      ...description,
      config: { ...trainable, ...description.config },
    });
  }

  place(tensor: KerasTensor, axes: readonly number[], output = 0): void {
    this.state.placed.set(this.node.outputs[output]!, { tensor, axes });
  }

  /** A tensor of a plain order in another shape; lengths that stay need no layer. */
  reshape(given: KerasTensor, shape: readonly (number | null)[]): KerasTensor {
    const from = this.state.reshaped.get(given.layer) ?? given;
    if (String(from.shape) === String(shape)) return from;
    if (shape.slice(1).includes(null)) throw this.refuse('a shape of several unknown lengths');
    const { dtype } = from;
    const to = this.add({
      className: 'Reshape',
      config: { target_shape: shape.slice(1) },
      inputs: [from],
      shape,
      dtype,
    });
    this.state.reshaped.set(to.layer, from);
    return to;
  }
}

/** `[0, 1, 2, …]` */
export function inOrder(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis);
}

/** `[0, 2, 3, …, 1]` */
export function lastOrder(rank: number): number[] {
  return rank <= 2 ? inOrder(rank) : [0, ...inOrder(rank).slice(2), 1];
}

/** The length of an axis; null where it is the batch. */
export function lengthOf(dimension: Dimension): number | null {
  return typeof dimension === 'number' ? dimension : null;
}
