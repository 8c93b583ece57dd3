import { addGradients, withScalarOutput } from '../../src/autodiff/index.ts';
import type { Tensor } from '../../src/core/index.ts';
import type { Graph } from '../../src/graph/index.ts';
import { buildSample, type Operator, type Sample } from '../../src/ops/index.ts';

/** A graph with a tensor for each of its inputs. */
export interface FedGraph {
  readonly graph: Graph;
  readonly feeds: Readonly<Record<string, Tensor>>;
}

/** What a sample of an operator is called in tests: `Gemm: bias`, `Gemm: sample 1`. */
export function titleOf(operator: Operator, sample: Sample): string {
  return `${operator.opType}: ${sample.name ?? `sample ${operator.samples.indexOf(sample) + 1}`}`;
}

/** The sample's node, with the gradient of a weighted sum of its float outputs where it has one. */
export function graphWithGradient(operator: Operator, sample: Sample): FedGraph {
  const { graph, feeds, floatInputs } = buildSample(operator, sample);
  const differentiable =
    typeof operator.gradient === 'function' && graph.outputs.some((output) => output.dtype === 'float32');
  if (!differentiable) return { graph, feeds };
  const { graph: contracted, scalar } = withScalarOutput(graph);
  return { graph: addGradients(contracted, scalar, floatInputs).graph, feeds };
}

/** The sample's node, with a NaN in the middle of its first float input; undefined where it has none. */
export function graphWithNan(operator: Operator, sample: Sample): FedGraph | undefined {
  const { graph, feeds, floatInputs } = buildSample(operator, sample);
  const feed = feeds[floatInputs[0] ?? ''];
  if (feed === undefined || feed.data.length === 0) return undefined;
  feed.data[Math.floor(feed.data.length / 2)] = Number.NaN;
  return { graph, feeds };
}

/** One graph that computes all of the given ones, whose values and nodes begin with their keys. */
export function sideBySide(graphs: ReadonlyMap<string, FedGraph>): FedGraph {
  const parts = [...graphs].map(([title, { graph, feeds }]) => {
    const rename = (name: string) => (name === '' ? '' : `${title} ${name}`);
    return {
      inputs: graph.inputs.map((input) => ({ ...input, name: rename(input.name) })),
      outputs: graph.outputs.map((output) => ({ ...output, name: rename(output.name) })),
      initializers: [...graph.initializers].map(([name, tensor]) => [rename(name), tensor] as const),
      types: [...graph.types].map(([name, type]) => [rename(name), type] as const),
      nodes: graph.nodes.map((node) => ({
        ...node,
        name: rename(node.name),
        inputs: node.inputs.map(rename),
        outputs: node.outputs.map(rename),
      })),
      feeds: Object.entries(feeds).map(([name, feed]) => [rename(name), feed] as const),
    };
  });
  return {
    graph: {
      name: 'samples',
      inputs: parts.flatMap(({ inputs }) => inputs),
      outputs: parts.flatMap(({ outputs }) => outputs),
      initializers: new Map(parts.flatMap(({ initializers }) => initializers)),
      nodes: parts.flatMap(({ nodes }) => nodes),
      types: new Map(parts.flatMap(({ types }) => types)),
    },
    feeds: Object.fromEntries(parts.flatMap(({ feeds }) => feeds)),
  };
}
