import { elementCount, RandomStream, type Tensor, toFloat64 } from '../core/index.ts';
import { type Graph, rebuild, type Value } from '../graph/index.ts';
import { catalogue, evaluate, type ReferenceTensor, toReference } from '../ops/index.ts';
import { gradient } from './gradient.ts';

/** What a gradient check measured. */
export interface GradientCheck {
  /** Directional derivative from the gradient graph. */
  readonly analytic: number;
  /** The same from central differences. */
  readonly numeric: number;
  /** |analytic − numeric| over the larger of both magnitudes (at least 1e-3, so that a zero gradient can be checked). */
  readonly relativeError: number;
}

/**
 * Checks the gradient of a graph against central differences along one random direction, in float64 on the reference
 * kernels: at a step of 1e-4 a correct gradient agrees to about 1e-8.
 *
 * The graph's float outputs are contracted with fixed random weights to one scalar, so that every output takes part.
 *
 * @param withRespectTo names of the inputs to differentiate, all of a float type
 */
export function checkGradient(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
  withRespectTo: readonly string[],
  step = 1e-4,
): GradientCheck {
  const differentiated = withScalarOutput(graph);
  const gradients = addGradients(differentiated.graph, differentiated.scalar, withRespectTo);
  const point: Record<string, ReferenceTensor> = {};
  for (const [name, tensor] of Object.entries(feeds)) point[name] = toReference(tensor);
  const random = new RandomStream(2, 'direction');
  const direction = new Map(
    withRespectTo.map((name) => [name, toFloat64(feeds[name]!).map(() => 2 * random.uniform() - 1)]),
  );
  const moved = (distance: number) => {
    const shifted = { ...point };
    for (const [name, delta] of direction) {
      const base = point[name]!;
      shifted[name] = { ...base, data: base.data.map((element, i) => element + distance * delta[i]!) };
    }
    return evaluate(differentiated.graph, shifted, [differentiated.scalar])[differentiated.scalar]!.data[0]!;
  };
  const numeric = (moved(step) - moved(-step)) / (2 * step);
  const values = evaluate(gradients.graph, point, [...gradients.names.values()]);
  let analytic = 0;
  for (const [name, gradientName] of gradients.names) {
    values[gradientName]!.data.forEach((element, i) => {
      analytic += element * direction.get(name)![i]!;
    });
  }
  const scale = Math.max(Math.abs(analytic), Math.abs(numeric), 1e-3);
  return { analytic, numeric, relativeError: Math.abs(analytic - numeric) / scale };
}

/** The graph with its float outputs contracted to one scalar by fixed random weights. */
export function withScalarOutput(graph: Graph): { graph: Graph; scalar: string } {
  const { builder } = rebuild(graph, catalogue);
  const random = new RandomStream(3, 'weights');
  const parts: Value[] = [];
  for (const output of graph.outputs) {
    if (output.dtype !== 'float32') continue;
    const shape = output.shape as number[];
    const weights = Float32Array.from({ length: elementCount(shape) }, () => 2 * random.uniform() - 1);
    const weighted = builder.op('Mul', [output, builder.constant({ dtype: 'float32', shape, data: weights })]);
    parts.push(builder.op('ReduceSum', [weighted], { keepdims: 0 }));
  }
  const scalar = parts.reduce((total, part) => builder.op('Add', [total, part]));
  return { graph: builder.build(), scalar: scalar.name };
}

/** The graph extended by gradients, each declared as an output; names by differentiated input. */
export function addGradients(
  graph: Graph,
  scalar: string,
  withRespectTo: readonly string[],
): { graph: Graph; names: ReadonlyMap<string, string> } {
  const { builder } = rebuild(graph, catalogue);
  const gradients = gradient(
    builder,
    builder.value(scalar),
    withRespectTo.map((name) => builder.value(name)),
  );
  const names = new Map<string, string>();
  for (const [name, value] of gradients) names.set(name, builder.output(value, `gradient/${name}`).name);
  return { graph: builder.build(), names };
}
