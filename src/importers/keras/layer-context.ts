import { type ConcreteShape, elementCount, formatShape, type GraphError, zeros } from '../../core/index.ts';
import type { GraphBuilder, Value } from '../../graph/index.ts';
import type { Constraint, Penalty } from '../../nn/index.ts';
import type { ImportNote } from '../imported-model.ts';
import { type KerasInitializer, readInitializer } from './initializers.ts';
import type { Options } from './options.ts';
import { readConstraint, readPenalty } from './penalties.ts';
import { type LayerTopology, TensorArgument } from './topology.ts';

/** Elements of all variables together beyond which a file is taken for damaged: 1 GiB of float32. */
const mostElements = 2 ** 28;

/** How a variable is stored in the graph where that differs from Keras: as many elements in another order. */
export interface Arrangement {
  readonly shape: ConcreteShape;
  /** The elements in the graph's order. Left out where the order is the same. */
  readonly arrange?: (data: Float32Array) => Float32Array;
  /** For each axis in Keras the stored one; left out where they do not correspond. */
  readonly axisOf?: readonly number[];
}

/** One variable of a Keras layer, and the initializer of the graph that holds it. */
export interface KerasVariable {
  /** Name of the graph's initializer. */
  readonly name: string;
  /** Name within its layer, `kernel`. */
  readonly variable: string;
  /** Shape in Keras. */
  readonly shape: ConcreteShape;
  readonly stored: Arrangement;
  readonly initializer: KerasInitializer;
  /** Changes freshly drawn values in place, in Keras's order. */
  readonly adjust: ((values: Float32Array) => void) | undefined;
  /** Whether training changes it by gradients. */
  readonly trained: boolean;
  /** Whether it would be trained, had its layer not been frozen. */
  readonly frozen: boolean;
  readonly penalty: Penalty | undefined;
  readonly constraint: Constraint | undefined;
  /** Where Keras 3 stores it: `layers/dense/vars/0`. */
  readonly path: string;
  /** The layer of the outermost model that it belongs to: the group of older files. */
  readonly topLayer: string;
  /** The layer of the network. */
  readonly layer: string;
}

/** What a layer says of one of its variables. */
export interface VariableDescription {
  /** Shape in Keras. */
  readonly shape: ConcreteShape;
  /** An initializer as Keras writes it; default: the option `<variable>_initializer`. */
  readonly initializer?: unknown;
  readonly stored?: Arrangement;
  /** Default true; false for statistics. */
  readonly trained?: boolean;
  readonly adjust?: (values: Float32Array) => void;
}

/** Where a layer stands in the model and in its weights. */
export interface Place {
  /** Name in the network, with the models around it: `encoder/dense`; empty for the outermost model. */
  readonly name: string;
  /** The layer that nodes and variables count to in the summary. */
  readonly layer: string;
  readonly path: string;
  readonly topLayer: string;
  readonly frozen: boolean;
}

/** What all layers of one import share. */
export interface ImportState {
  readonly builder: GraphBuilder;
  readonly variables: Map<string, KerasVariable>;
  readonly notes: ImportNote[];
  /** Version of Keras that wrote the file, which decides on a few functions. */
  readonly kerasMajor: number;
  /** By the name of a value with channels last, the same one with channels first. */
  readonly channelsFirst: Map<string, Value>;
  /** Penalties on what layers put out. */
  readonly activityPenalties: { readonly value: Value; readonly penalty: Penalty }[];
  /** By path, the number of variables. */
  readonly counts: Map<string, number>;
  /** Masks of sequences, 1 for steps that count, by the name of the value they belong to. */
  readonly masks: Map<string, Value>;
  /** Applies a layer within another. */
  apply(layer: LayerTopology, place: Place, inputs: readonly Value[]): readonly Value[];
}

/** What a layer may do while it writes its nodes. */
export class LayerContext {
  readonly builder: GraphBuilder;
  readonly options: Options;
  readonly place: Place;
  readonly state: ImportState;
  /** The tensors that it is called with, by position. */
  readonly inputs: readonly Value[];
  /** Other arguments of the call by name; tensors are values. */
  readonly named: Readonly<Record<string, unknown>>;

  constructor(
    state: ImportState,
    place: Place,
    options: Options,
    inputs: readonly Value[],
    named: Readonly<Record<string, unknown>> = {},
  ) {
    this.state = state;
    this.builder = state.builder;
    this.place = place;
    this.options = options;
    this.inputs = inputs;
    this.named = named;
  }

  /** The first input. */
  get input(): Value {
    const [input] = this.inputs;
    if (input === undefined) throw this.error('is called without an input');
    return input;
  }

  error(message: string, advice?: string): GraphError {
    return this.options.error(message, advice);
  }

  /** Tells the user something, once. */
  note(severity: ImportNote['severity'], message: string): void {
    const { layer } = this.place;
    if (this.state.notes.some((note) => note.message === message && note.layer === layer)) return;
    this.state.notes.push({ severity, message, layer });
  }

  /** The same context with other inputs. */
  withInputs(inputs: readonly Value[]): LayerContext {
    return new LayerContext(this.state, this.place, this.options, inputs, this.named);
  }

  /** A part of the layer with variables of its own: `cell` of a recurrent layer. */
  part(path: string, name?: string): LayerContext {
    const place = {
      ...this.place,
      path: `${this.place.path}/${path}`,
      name: name === undefined ? this.place.name : `${this.place.name}/${name}`,
    };
    return new LayerContext(this.state, place, this.options, this.inputs, this.named);
  }

  /** Applies a layer that this one wraps. */
  applyInner(layer: LayerTopology, path: string, inputs: readonly Value[]): readonly Value[] {
    const place = {
      ...this.place,
      path: `${this.place.path}/${path}`,
      name: `${this.place.name}/${layer.name}`,
      frozen: this.place.frozen || layer.config.trainable === false,
    };
    return this.state.apply(layer, place, inputs);
  }

  /** The next variable of the layer, in the order in which Keras makes them. A layer that is used again gets the same. */
  variable(variable: string, description: VariableDescription): Value {
    const { builder, place, state } = this;
    const { shape, trained = true, adjust } = description;
    const stored = description.stored ?? { shape, axisOf: shape.map((_, axis) => axis) };
    const name = `${place.name}/${variable}`;
    const known = state.variables.get(name);
    if (known !== undefined) {
      if (formatShape(known.shape) === formatShape(shape)) return builder.value(name);
      throw this.error(
        `is used again for an input that asks for ${variable} ${formatShape(shape)}, it has ${formatShape(known.shape)}`,
      );
    }
    const total = [...state.variables.values()].reduce((sum, other) => sum + elementCount(other.shape), 0);
    if (total + elementCount(shape) > mostElements) {
      throw this.error(
        `${variable} has shape ${formatShape(shape)}, with which the network has more than ${mostElements} weights`,
      );
    }
    const index = state.counts.get(place.path) ?? 0;
    state.counts.set(place.path, index + 1);
    const given = description.initializer ?? this.options.values[`${variable}_initializer`] ?? 'glorot_uniform';
    const option = (what: string) => this.options.values[`${optionStem(variable)}_${what}`];
    state.variables.set(name, {
      name,
      variable,
      shape,
      stored,
      initializer: readInitializer(given, this.options.place),
      adjust,
      trained: trained && !place.frozen,
      frozen: trained && place.frozen,
      penalty: readPenalty(option('regularizer'), this.options.place),
      constraint: readConstraint(option('constraint'), stored.axisOf, this.options.place),
      path: `${place.path}/vars/${index}`,
      topLayer: place.topLayer,
      layer: place.layer,
    });
    return builder.initializer(name, zeros('float32', stored.shape));
  }

  /** Length of an axis, which must be known. */
  known(value: Value, axis: number): number {
    const length = value.shape.at(axis);
    if (typeof length === 'number') return length;
    throw this.error(
      `the input has shape ${formatShape(value.shape)}, expected a known length of axis ${axis}`,
      'Give keras.Input the full shape of a sample',
    );
  }

  /** Requires as many axes, the batch included. */
  requireRank(value: Value, ...ranks: readonly number[]): void {
    if (ranks.includes(value.shape.length)) return;
    throw this.error(
      `the input has shape ${formatShape(value.shape)}, expected ${ranks.join(' or ')} axes with the batch`,
      'Reshape the data, or the network before this layer',
    );
  }

  /** Whether the layer's data have their channels behind the batch. */
  get isChannelsFirst(): boolean {
    return this.options.oneOf('data_format', ['channels_last', 'channels_first'], 'channels_last') === 'channels_first';
  }

  /**
   * Writes what works on `[batch, channels, ...]`, for input in the layer's own layout. Transposes that undo each other
   * are never written, so that a stack of convolutions has one at each end.
   */
  onChannelsFirst(input: Value, write: (input: Value) => Value, isFirst = this.isChannelsFirst): Value {
    return isFirst ? write(input) : this.#channelsLast(write(this.channelsFirst(input)));
  }

  /** Writes what works on each element by itself, in the layout that the input has in memory. */
  elementwise(input: Value, write: (input: Value) => Value): Value {
    const first = this.state.channelsFirst.get(input.name);
    return first === undefined ? write(input) : this.#channelsLast(write(first));
  }

  /** A value with its last axis moved behind the batch. */
  channelsFirst(value: Value): Value {
    const { channelsFirst } = this.state;
    const known = channelsFirst.get(value.name);
    if (known !== undefined) return known;
    const rank = value.shape.length;
    const moved = this.builder.op('Transpose', [value], { perm: channelsFirstOrder(rank) });
    channelsFirst.set(value.name, moved);
    return moved;
  }

  #channelsLast(value: Value): Value {
    const moved = this.builder.op('Transpose', [value], { perm: channelsLastOrder(value.shape.length) });
    this.state.channelsFirst.set(moved.name, value);
    return moved;
  }

  /** Elementwise arithmetic on values and numbers. */
  binary(opType: 'Add' | 'Sub' | 'Mul' | 'Div' | 'Max' | 'Min' | 'Pow', a: Value | number, b: Value | number): Value {
    const value = (operand: Value | number) => (typeof operand === 'number' ? this.builder.scalar(operand) : operand);
    return this.builder.op(opType, [value(a), value(b)]);
  }
}

/** `[0, rank - 1, 1, 2, ...]` */
function channelsFirstOrder(rank: number): number[] {
  return [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 1)];
}

/** `[0, 2, 3, ..., 1]` */
function channelsLastOrder(rank: number): number[] {
  return [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1];
}

/** How the options of a variable are called in Keras. */
function optionStem(variable: string): string {
  return (
    { recurrent_kernel: 'recurrent', depthwise_kernel: 'depthwise', pointwise_kernel: 'pointwise' }[variable] ??
    variable
  );
}

/** The values among the arguments of a call, in order, lists within lists flattened. */
export function tensorsOf(argument: unknown, resolve: (tensor: TensorArgument) => Value): Value[] {
  if (argument instanceof TensorArgument) return [resolve(argument)];
  if (Array.isArray(argument)) return argument.flatMap((element) => tensorsOf(element, resolve));
  if (typeof argument === 'object' && argument !== null) {
    return Object.values(argument).flatMap((element) => tensorsOf(element, resolve));
  }
  return [];
}

/** A variable stored with its axes in another order, and then under another shape. */
export function permuted(shape: ConcreteShape, order: readonly number[], stored?: ConcreteShape): Arrangement {
  const moved = order.map((axis) => shape[axis]!);
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  const steps = order.map((axis) => strides[axis]!);
  return {
    shape: stored ?? moved,
    ...(stored === undefined ? { axisOf: shape.map((_, axis) => order.indexOf(axis)) } : {}),
    arrange: (data) => {
      const result = new Float32Array(data.length);
      const index = new Array<number>(moved.length).fill(0);
      let from = 0;
      for (let to = 0; to < result.length; to++) {
        result[to] = data[from]!;
        for (let axis = moved.length - 1; axis >= 0; axis--) {
          index[axis]!++;
          from += steps[axis]!;
          if (index[axis]! < moved[axis]!) break;
          from -= steps[axis]! * moved[axis]!;
          index[axis] = 0;
        }
      }
      return result;
    },
  };
}

/** A variable stored under another shape, in the same order. */
export function reshaped(shape: ConcreteShape): Arrangement {
  return { shape };
}

/** The lengths of all axes behind the batch, which must be known. */
export function sampleShape(context: LayerContext, value: Value): number[] {
  return value.shape.slice(1).map((_, axis) => context.known(value, axis + 1));
}
