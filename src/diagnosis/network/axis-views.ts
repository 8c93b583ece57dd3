import { elementCount, type Shape } from '../../core/index.ts';
import type { Node } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import { isActivation } from './layer-chain.ts';
import { reshapesForTransposes } from './reshapes-for-transposes.ts';

/** What an axis means to an operator that looks at neighbours along some axes and not along others. */
export type Role = 'channels' | 'columns' | 'rows' | 'steps';

/** How the first operator with a sense of neighbourhood reads the memory of a network's input, or of a value inside it. */
export interface AxisView {
  /** Graph input whose numbers are read in the order in which its samples hold them; undefined for a value inside. */
  readonly input: string | undefined;
  /** The Reshape that gave the axes; undefined where the input has had them all along. */
  readonly reshape: Node | undefined;
  /** Lengths of a sample's axes there, the batch left out. */
  readonly shape: readonly number[];
  /** What each of them means to the reader; `undefined` for axes of length 1 that mean nothing. */
  readonly roles: readonly (Role | undefined)[];
  /** The convolution, pooling or recurrence. */
  readonly reader: Node;
}

/** Axes of a value: their place among those of the view's origin, the batch, or one of length 1 that was put in. */
type Axis = number | 'batch' | 'unit';

interface Track extends Pick<AxisView, 'input' | 'reshape' | 'shape'> {
  readonly axes: readonly Axis[];
}

/** Operators that work number by number, or along axes without changing what these mean. */
const passing: ReadonlySet<string> = new Set([
  ...['Add', 'BatchNormalization', 'Cast', 'Clip', 'Div', 'Dropout', 'Identity', 'Log', 'Mul', 'Neg', 'Pad', 'Sub'],
]);
const reshaping: ReadonlySet<string> = new Set(['Flatten', 'Reshape', 'Squeeze', 'Unsqueeze']);
const recurrent: ReadonlySet<string> = new Set(['GRU', 'LSTM', 'RNN']);
const pooling: ReadonlySet<string> = new Set(['AveragePool', 'Conv', 'MaxPool']);

/** Samples of more numbers are not followed. */
const mostNumbers = 2 ** 24;

/** The views of all graph inputs, and of values inside that a reshape gave another order of axes. */
export function axisViews(network: Network): AxisView[] {
  const { graph } = network;
  const turned = new Set(reshapesForTransposes(network));
  const tracks = new Map<string, Track>();
  const views: AxisView[] = [];
  for (const { name, shape } of graph.inputs) {
    const sample = sampleShape(shape);
    if (graph.initializers.has(name) || sample === undefined) continue;
    tracks.set(name, { input: name, reshape: undefined, shape: sample, axes: axesOf(sample) });
  }
  for (const node of graph.nodes) {
    const [from, to] = [node.inputs[0], node.outputs[0]].map((name) => graph.types.get(name ?? '')?.shape ?? []);
    const track = tracks.get(node.inputs[0] ?? '') ?? (turned.has(node) ? origin(node, from!, to!) : undefined);
    if (track === undefined) continue;
    const roles = rolesFor(node, track, graph.initializers.get(node.inputs[1] ?? '')?.shape);
    if (roles !== undefined) {
      const { input, reshape, shape } = track;
      views.push({ input, reshape, shape, roles, reader: node });
      continue;
    }
    const isConstant = (name: string) => graph.initializers.has(name);
    const next =
      follow(node, track, from!, to!, isConstant) ?? (turned.has(node) ? origin(node, from!, to!) : undefined);
    if (next !== undefined) tracks.set(node.outputs[0]!, next);
  }
  return views;
}

const axesOf = (sample: readonly number[]): Axis[] => ['batch', ...sample.keys()];

function sampleShape(shape: Shape): number[] | undefined {
  const sample = shape.slice(1);
  const isKnown = sample.every((length) => typeof length === 'number');
  return isKnown && elementCount(sample as number[]) <= mostNumbers ? (sample as number[]) : undefined;
}

/** Where a value inside gets its axes. */
function origin(node: Node, from: Shape, to: Shape): Track | undefined {
  const sample = from[0] === to[0] ? sampleShape(to) : undefined;
  return sample && { input: undefined, reshape: node, shape: sample, axes: axesOf(sample) };
}

function follow(
  node: Node,
  track: Track,
  from: Shape,
  to: Shape,
  isConstant: (name: string) => boolean,
): Track | undefined {
  const { opType, inputs, attributes } = node;
  if (track.reshape === node) return track;
  if (opType === 'Transpose') {
    const { perm } = attributes;
    const order = perm?.type === 'ints' ? perm.value.map(Number) : [...track.axes.keys()].reverse();
    return { ...track, axes: order.map((axis) => track.axes[axis]!) };
  }
  if (reshaping.has(opType)) return reshaped(node, track, from, to);
  const isPassing = passing.has(opType) || (isActivation(node) && !opType.endsWith('Softmax'));
  const isAlone = inputs.slice(1).every((name) => name === '' || isConstant(name));
  return isPassing && isAlone && to.length === from.length ? track : undefined;
}

/**
 * Axes of length 1 that come or go leave the others what they were. Any other reshape gives new ones, as far as the numbers
 * still stand in the order in which the sample held them.
 */
function reshaped(node: Node, track: Track, from: Shape, to: Shape): Track | undefined {
  const { axes } = track;
  const lengths = (shape: Shape) => shape.filter((length) => length !== 1).join();
  if (lengths(from) === lengths(to)) {
    const long = axes.filter((_, at) => from[at] !== 1);
    let next = 0;
    return { ...track, axes: to.map((length) => (length === 1 ? 'unit' : long[next++]!)) };
  }
  const numbered = axes.filter((axis) => typeof axis === 'number');
  const isInOrder = axes[0] === 'batch' && numbered.every((axis, at) => at === 0 || axis > numbered[at - 1]!);
  const sample = sampleShape(to);
  if (!isInOrder || sample === undefined || to[0] !== from[0]) return undefined;
  return { ...track, reshape: node, shape: sample, axes: axesOf(sample) };
}

/** What the axes of a track mean to an operator; undefined where it has no sense of neighbourhood. */
function rolesFor(node: Node, { axes, shape }: Track, kernel: Shape | undefined): AxisView['roles'] | undefined {
  const named = recurrent.has(node.opType)
    ? recurrentRoles(axes)
    : pooling.has(node.opType) && axes[0] === 'batch' && isWide(node, kernel)
      ? imageRoles(axes, shape)
      : undefined;
  if (named === undefined) return undefined;
  const roles = shape.map((_, axis) => named.get(axis));
  return roles.every((role, axis) => role !== undefined || shape[axis] === 1) ? roles : undefined;
}

/** `[steps, batch, features]` */
function recurrentRoles([steps, batch, features]: readonly Axis[]): Map<Axis, Role> | undefined {
  return batch === 'batch' ? new Map([[steps!, 'steps'] as const, [features!, 'channels'] as const]) : undefined;
}

/** `[batch, channels, ...]`, with one or two axes along which there are neighbours. */
function imageRoles(axes: readonly Axis[], shape: readonly number[]): Map<Axis, Role> | undefined {
  const places = axes.slice(2).filter((axis) => typeof axis === 'number' && shape[axis]! > 1);
  const names = { 1: ['steps'], 2: ['rows', 'columns'] } as const;
  const found = places.length === 1 || places.length === 2 ? names[places.length] : undefined;
  return (
    found && new Map<Axis, Role>([[axes[1]!, 'channels'], ...places.map((axis, at) => [axis, found[at]!] as const)])
  );
}

/** A kernel of more than one place. */
function isWide({ attributes }: Node, kernel: Shape | undefined): boolean {
  const { kernel_shape: given } = attributes;
  const sides = given?.type === 'ints' ? given.value.map(Number) : (kernel ?? []).slice(2);
  return sides.some((side) => Number(side) > 1);
}
