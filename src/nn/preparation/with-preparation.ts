import { elementCount, formatShape, GraphError, sameShape, UsageError } from '../../core/index.ts';
import { type Graph, GraphBuilder, type Value } from '../../graph/index.ts';
import { catalogue } from '../../ops/index.ts';
import type { Network, NetworkLayer } from '../network.ts';
import type { FittedInput, FittedPreparation } from './fitted-preparation.ts';
import { writePreparation } from './write-preparation.ts';

/**
 * A network that takes raw data and answers in the targets' own units: the preparation of its inputs stands before it and
 * that of the target, undone, behind it, as constants of its graph. It works on any network, also one from a file. An
 * input that the preparation does not name stays as it is; where there is but one input its name does not count.
 *
 * While such a network is trained, its loss is computed on the scaled outputs and targets.
 *
 * @throws UsageError where the network contains a preparation already, GraphError where a prepared input does not fit
 */
export function withPreparation(network: Network, fitted: FittedPreparation): Network {
  if (network.preparation !== undefined) {
    throw new UsageError(`network '${network.graph.name}' contains the preparation of its data already`, {
      advice: "Leave out the recipe's 'preparation': it would be applied twice",
    });
  }
  const { graph } = network;
  const byInput = matchInputs(graph, fitted.inputs);
  const builder = new GraphBuilder(catalogue, graph.name);
  builder.reserve(
    graph.types.keys(),
    graph.nodes.map((node) => node.name),
  );
  const replaced = new Map<string, string>();
  const layers: NetworkLayer[] = [];
  const inputs: FittedInput[] = [];
  for (const input of graph.inputs) {
    if (graph.initializers.has(input.name)) continue;
    const preparation = byInput.get(input.name);
    if (preparation === undefined) {
      builder.input(input.name, input.dtype, input.shape);
      continue;
    }
    const name = byInput.size === 1 ? 'preparation' : `preparation_${input.name}`;
    const raw = builder.input(input.name, 'float32', [input.shape[0]!, ...preparation.shape]);
    const prepared = builder.withLayer(name, () => fitTo(builder, writePreparation(builder, raw, preparation), input));
    replaced.set(input.name, prepared.name);
    inputs.push({ ...preparation, name: input.name });
    if (prepared !== raw) layers.push({ name, kind: 'preparation', output: prepared.name, parameters: [] });
  }
  const scaling = fitted.target === undefined ? undefined : { output: graph.outputs[0]!, ...fitted.target };
  const inner = scaling === undefined ? '' : builder.uniqueName(`${scaling.output.name}_scaled`);
  const rename = (name: string) => (scaling !== undefined && name === scaling.output.name ? inner : name);
  for (const [name, tensor] of graph.initializers) builder.initializer(name, tensor);
  for (const node of graph.nodes) {
    builder.add({
      ...node,
      inputs: node.inputs.map((name) => replaced.get(name) ?? rename(name)),
      outputs: node.outputs.map(rename),
    });
  }
  layers.push(...network.layers.map((layer) => ({ ...layer, output: rename(layer.output) })));
  if (scaling !== undefined) {
    const { output, mean, deviation } = scaling;
    const name = 'target_range';
    builder.withLayer(name, () => {
      const scaled = builder.op('Mul', [builder.value(inner), targetNumbers(builder, output, deviation, 'deviation')]);
      const offset = targetNumbers(builder, output, mean, 'mean');
      const raw = builder.op('Add', [scaled, offset], {}, { outputName: output.name });
      builder.output(raw);
    });
    layers.push({ name, kind: 'target_range', output: output.name, parameters: [] });
  }
  for (const output of graph.outputs.slice(scaling === undefined ? 0 : 1)) {
    builder.output(builder.value(replaced.get(output.name) ?? output.name), output.name);
  }
  const { regularization } = network;
  const renamed = regularization && {
    ...regularization,
    activations: Object.fromEntries(
      Object.entries(regularization.activations).map(([name, penalty]) => [rename(name), penalty]),
    ),
  };
  return {
    ...network,
    graph: builder.build(),
    layers,
    preparation: { ...fitted, inputs },
    ...(renamed === undefined ? {} : { regularization: renamed }),
  };
}

/** Numbers of a target, one for all or one for each element of a sample, shaped to broadcast against an output. */
export function targetNumbers(builder: GraphBuilder, output: Value, numbers: readonly number[], part: string): Value {
  const sample = output.shape.slice(1) as number[];
  if (numbers.length !== 1 && numbers.length !== elementCount(sample)) {
    throw new GraphError(
      `the target has ${numbers.length} numbers a sample, the output '${output.name}' has shape ${formatShape(output.shape)}`,
      { advice: 'Change the last layer, or train for another target' },
    );
  }
  const shape = numbers.length === 1 ? [] : sample;
  return builder.constant({ dtype: 'float32', shape, data: Float32Array.from(numbers) }, `preparation/target_${part}`);
}

function matchInputs(graph: Graph, fitted: readonly FittedInput[]): ReadonlyMap<string, FittedInput> {
  const raw = graph.inputs.filter((input) => !graph.initializers.has(input.name));
  const [only] = raw;
  if (raw.length === 1 && fitted.length === 1) return new Map([[only!.name, fitted[0]!]]);
  for (const { name } of fitted) {
    if (raw.some((input) => input.name === name)) continue;
    const known = raw.map((input) => `'${input.name}'`).join(', ');
    throw new GraphError(`network '${graph.name}' has no input '${name}' to prepare; it has ${known}`);
  }
  return new Map(fitted.map((input) => [input.name, input]));
}

/** What was prepared, in the shape that the network's input has. */
function fitTo(builder: GraphBuilder, prepared: Value, input: Value): Value {
  const expected = input.shape.slice(1);
  const found = prepared.shape.slice(1);
  if (input.dtype !== 'float32') {
    throw new GraphError(`input '${input.name}' takes ${input.dtype}, so its values cannot be whitened or squashed`, {
      advice: "Leave this input out of the recipe's 'preparation'",
    });
  }
  if (sameShape(expected as number[], found as number[])) return prepared;
  if (elementCount(expected as number[]) !== elementCount(found as number[])) {
    throw new GraphError(
      `input '${input.name}' takes samples of shape ${formatShape(expected)}, the prepared data have ${formatShape(found)}`,
      { advice: 'Change the network, or what the preparation adds: categories and indicators make more features' },
    );
  }
  return builder.op('Reshape', [prepared, builder.ints([-1, ...(expected as number[])])]);
}
