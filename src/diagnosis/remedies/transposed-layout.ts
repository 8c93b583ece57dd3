import type { Dataset } from '../../data/index.ts';
import type { GraphBuilder, Node, Value } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import { isReadRight, meantReading, measureLocality } from '../evidence/data/locality.ts';
import { axisViews } from '../network/axis-views.ts';
import { reshapesForTransposes } from '../network/reshapes-for-transposes.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { Remedy } from './remedy.ts';

/** Axes that are to be moved: how the memory of a sample is to be read, and in which order the axes are to stand then. */
interface Move {
  readonly shape: readonly number[];
  /** For each axis afterwards the one before, without the batch. */
  readonly order: readonly number[];
  /** Shape of a sample at last: the same, and axes of length 1. */
  readonly to: readonly number[];
}

/** Name of the layer that stands between an input and the network. */
export const layoutLayer = 'layout';

/**
 * Axes in the order in which they are meant (D7): the memory of the inputs is read as its neighbours say and transposed, in
 * the place of the reshape that gives it its axes or at the input; a reshape inside that moves axes becomes a transposition.
 */
export const transposedLayout: Remedy = {
  family: 'layout',
  summary: 'axes transposed in place of reshaped',
  apply(design, { train }) {
    const { network } = design;
    const moves = movesFor(network, train);
    if (moves.size === 0) return undefined;
    const moved = new Map<string, Value>();
    const atInput = (name: string, builder: GraphBuilder) => {
      const value = moved.get(name) ?? builder.withLayer(layoutLayer, () => move(builder, name, moves.get(name)!));
      moved.set(name, value);
      return value.name;
    };
    const rewritten = rewriteNetwork(network, {
      replace(node, inputs, builder) {
        const own = moves.get(node);
        if (own !== undefined) return [move(builder, inputs[0]!.name, own)];
        if (!node.inputs.some((name) => moves.has(name))) return undefined;
        const names = inputs.map((value, at) =>
          moves.has(node.inputs[at]!) ? atInput(node.inputs[at]!, builder) : (value?.name ?? ''),
        );
        return builder.add({ ...node, inputs: names });
      },
    });
    return { ...design, network: rewritten };
  },
};

/** By the name of a graph input, or by the reshape that takes its place. */
function movesFor(network: Network, train: Dataset): Map<string | Node, Move> {
  const moves = new Map<string | Node, Move>();
  const right = new Set<Node | undefined>();
  for (const locality of measureLocality(network, train)) {
    const { input, reshape, roles, shape } = locality.view;
    const meant = meantReading(locality);
    if (isReadRight(locality)) right.add(reshape);
    if (meant === undefined) continue;
    const lengths = meant.order.map((role) => shape[roles.indexOf(role)]!);
    const order = roles.filter((role) => role !== undefined).map((role) => meant.order.indexOf(role));
    moves.set(reshape ?? input!, { shape: lengths, order, to: shape });
  }
  const readers = new Set(axisViews(network).map(({ reshape }) => reshape));
  for (const node of reshapesForTransposes(network)) {
    if (!readers.has(node) || right.has(node) || moves.has(node)) continue;
    const [from, to] = [node.inputs[0]!, node.outputs[0]!].map((name) => longAxes(network, name));
    moves.set(node, { shape: from!, order: matched(from!, to!), to: sampleShape(network, node.outputs[0]!) });
  }
  return moves;
}

const sampleShape = ({ graph }: Network, name: string): number[] => graph.types.get(name)!.shape.slice(1).map(Number);

const longAxes = (network: Network, name: string): number[] =>
  sampleShape(network, name).filter((length) => length !== 1);

function move(builder: GraphBuilder, name: string, { shape, order, to }: Move): Value {
  const reshaped = (value: Value, sample: readonly number[]) =>
    value.shape.slice(1).join() === sample.join()
      ? value
      : builder.op('Reshape', [value, builder.ints([0, ...sample])]);
  const perm = [0, ...order.map((axis) => axis + 1)];
  return reshaped(builder.op('Transpose', [reshaped(builder.value(name), shape)], { perm }), to);
}

/** For each length the axis that has it; equal ones keep their order. */
function matched(from: readonly number[], to: readonly number[]): number[] {
  const left = new Set(from.keys());
  return to.map((length) => {
    const axis = [...left].find((each) => from[each] === length)!;
    left.delete(axis);
    return axis;
  });
}
