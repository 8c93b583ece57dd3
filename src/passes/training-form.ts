import { type Graph, type GraphBuilder, type Node, NodeContext, rebuild, type Value } from '../graph/index.ts';
import { catalogue, dropoutRatio, findOperator } from '../ops/index.ts';

/** A graph in training form. */
export interface TrainingForm {
  readonly graph: Graph;
  /** By the name of an initializer that training updates, the graph output that holds its next value. */
  readonly stateUpdates: ReadonlyMap<string, string>;
  /** Name of the int32 scalar input that must be another number at each step; undefined without dropout. */
  readonly randomSeed: string | undefined;
}

/**
 * Brings a graph into training form: batch normalisations take the statistics of the batch, and their next running
 * statistics become outputs; dropouts drop, by a mask that depends on one new input `random_seed`. The other outputs
 * keep their names. A normalisation that is applied several times updates its statistics as often, in order.
 *
 * @throws GraphError naming the node where running statistics are computed by the graph, so that nothing can hold their
 * next value, or where the ratio of a dropout is
 */
export function toTrainingForm(graph: Graph): TrainingForm {
  const latest = new Map<string, Value>();
  let seed: Value | undefined;
  let salt = 0;
  const { builder } = rebuild(graph, catalogue, {
    replace: (node, inputs, builder) => {
      if (node.opType === 'BatchNormalization') return trainingNormalization(node, inputs, builder, latest);
      if (node.opType !== 'Dropout') return undefined;
      const ratio = dropoutRatio(contextOf(node, inputs, builder));
      if (ratio === 0) return [inputs[0]];
      seed ??= builder.input(builder.uniqueName('random_seed'), 'int32', []);
      return builder.ops('SeededDropout', [inputs[0], seed], { ratio, salt: salt++ }, 2).slice(0, 1);
    },
  });
  const stateUpdates = new Map([...latest].map(([name, next]) => [name, next.name]));
  const declared = new Set(graph.outputs.map((output) => output.name));
  for (const next of latest.values()) if (!declared.has(next.name)) builder.output(next);
  return { graph: builder.build(), stateUpdates, randomSeed: seed?.name };
}

function trainingNormalization(
  node: Node,
  inputs: readonly (Value | undefined)[],
  builder: GraphBuilder,
  latest: Map<string, Value>,
): Value[] {
  const statistics = inputs.slice(3, 5).map((value) => value!);
  for (const { name } of statistics) {
    if (builder.constantOf(name) === undefined) {
      throw contextOf(node, inputs, builder).error(
        `the running statistic '${name}' is computed by the graph, expected an initializer to update`,
      );
    }
  }
  const outputs = node.outputs[0] === undefined ? [] : [node.outputs[0]];
  statistics.forEach(({ name }, index) => {
    outputs.push(node.outputs[index + 1] || builder.uniqueName(`${name}/next`));
  });
  const results = builder.add({
    ...node,
    inputs: [...inputs.slice(0, 3), ...statistics.map((value) => latest.get(value.name) ?? value)].map(
      (value) => value!.name,
    ),
    outputs,
    attributes: { ...node.attributes, training_mode: { type: 'int', value: 1 } },
  });
  statistics.forEach(({ name }, index) => {
    latest.set(name, results[index + 1]!);
  });
  return results;
}

function contextOf(node: Node, inputs: readonly (Value | undefined)[], builder: GraphBuilder): NodeContext {
  return new NodeContext(
    node,
    findOperator(node),
    inputs,
    inputs.map((value) => (value === undefined ? undefined : builder.constantOf(value.name))),
  );
}
