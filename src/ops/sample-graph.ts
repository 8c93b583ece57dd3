import { elementCount, fromNumbers, isFloat, RandomStream, type Tensor } from '../core/index.ts';
import { type Graph, GraphBuilder } from '../graph/index.ts';
import { catalogue } from './catalogue.ts';
import type { Operator, Sample, SampleInput } from './operator.ts';

/** A sample made runnable: a graph of one node, tensors for its inputs, and which of them a gradient may flow to. */
export interface SampleGraph {
  readonly graph: Graph;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly floatInputs: readonly string[];
}

/** Builds the graph of one operator's sample; inputs are named `input0`, `input1`, outputs `output0` and so on. */
export function buildSample(operator: Operator, sample: Sample): SampleGraph {
  const builder = new GraphBuilder(catalogue, operator.opType);
  const feeds: Record<string, Tensor> = {};
  const inputs = sample.inputs.map((input, index) => {
    if (input === undefined) return undefined;
    const name = `input${index}`;
    const content = sampleTensor(input, `${operator.opType}/${sample.name ?? ''}/${index}`);
    if (input.constant) return builder.initializer(name, content);
    feeds[name] = content;
    return builder.input(name, input.dtype, input.shape);
  });
  const names = Array.from({ length: sample.outputs ?? 1 }, (_, index) => `output${index}`);
  for (const output of builder.ops(operator.opType, inputs, sample.attributes ?? {}, names)) builder.output(output);
  return {
    graph: builder.build(),
    feeds,
    floatInputs: Object.keys(feeds).filter((name) => isFloat(feeds[name]!.dtype)),
  };
}

function sampleTensor(input: SampleInput, stream: string): Tensor {
  const { dtype, shape, values, low = -2, high = 2 } = input;
  if (values !== undefined) return fromNumbers(dtype, shape, values);
  const random = new RandomStream(1, stream);
  const draw = () => low + (high - low) * random.uniform();
  const elements = Array.from({ length: elementCount(shape) }, () => (isFloat(dtype) ? draw() : Math.floor(draw())));
  return fromNumbers(dtype, shape, elements);
}
