import type { Graph, GraphBuilder, Value } from '../graph/index.ts';
import type { Network, Penalty } from '../nn/index.ts';

/** The network's graph with every penalised activation as an output, so that it keeps its name through all passes. */
export function withPenalisedOutputs({ graph, regularization }: Network): Graph {
  const names = Object.keys(regularization?.activations ?? {});
  const known = new Set(graph.outputs.map(({ name }) => name));
  const added = names.filter((name) => !known.has(name));
  if (added.length === 0) return graph;
  return { ...graph, outputs: [...graph.outputs, ...added.map((name) => ({ name, ...graph.types.get(name)! }))] };
}

/**
 * The loss with the network's penalties added; they belong to the layer `regularization`.
 *
 * @param value finds what the network's graph calls by a name
 */
export function addPenalties(
  builder: GraphBuilder,
  loss: Value,
  network: Network,
  value: (name: string) => Value,
): Value {
  const { parameters = {}, activations = {} } = network.regularization ?? {};
  return builder.withLayer('regularization', () => {
    const penalties = network.parameters.flatMap((name) => {
      const penalty = parameters[name];
      return penalty === undefined ? [] : writePenalty(builder, value(name), penalty);
    });
    for (const [name, penalty] of Object.entries(activations)) {
      const activation = value(name);
      const total = writePenalty(builder, activation, penalty).reduce((sum, part) => builder.op('Add', [sum, part]));
      penalties.push(builder.op('Div', [total, builder.scalar(activation.shape[0] as number)]));
    }
    return penalties.reduce((sum, penalty) => builder.op('Add', [sum, penalty]), loss);
  });
}

function writePenalty(builder: GraphBuilder, value: Value, { l1 = 0, l2 = 0 }: Penalty): Value[] {
  const weighted = (factor: number, terms: Value) =>
    builder.op('Mul', [builder.op('ReduceSum', [terms], { keepdims: 0 }), builder.scalar(factor)]);
  return [
    ...(l1 > 0 ? [weighted(l1, builder.op('Abs', [value]))] : []),
    ...(l2 > 0 ? [weighted(l2, builder.op('Mul', [value, value]))] : []),
  ];
}
