import type { TrainingStep } from '../compile/index.ts';
import type { Tensor } from '../core/index.ts';
import { ancestors, type Value } from '../graph/index.ts';
import type { Executor } from '../runtime/browser.ts';

/** Where the first number that is not finite arose. */
export interface NonFiniteOrigin {
  /** The layer, `input` for the data themselves, or `parameters`. */
  readonly layer: string;
  /** Name of the value: a node's output, an input. */
  readonly value: string;
  readonly opType: string | undefined;
  readonly pass: 'forward' | 'backward';
  /** Index in the dataset of the first sample concerned, where the value has one row a sample. */
  readonly sample: number | undefined;
  /** One sentence for people. */
  readonly description: string;
}

/**
 * Repeats a step with every intermediate value as an output and finds the first one, in execution order, that holds a
 * number that is not finite.
 *
 * @param feeds the step's inputs as they were
 * @param indices the batch's samples in the dataset
 */
export async function findNonFinite(
  executor: Executor,
  step: TrainingStep,
  feeds: Readonly<Record<string, Tensor>>,
  indices: Uint32Array,
): Promise<NonFiniteOrigin | undefined> {
  const sampleOf = (shape: readonly (number | string)[], position: number) => {
    if (shape[0] !== step.batchSize) return undefined;
    const width = shape.slice(1).reduce<number>((product, length) => product * Number(length), 1);
    return indices[Math.floor(position / width)];
  };
  for (const [name, tensor] of Object.entries(feeds)) {
    const position = firstNonFinite(tensor);
    if (position < 0) continue;
    const isData = [...step.dataInputs, step.target].some((value) => value.name === name);
    return describe(isData ? 'input' : 'parameters', name, undefined, 'forward', sampleOf(tensor.shape, position));
  }
  const { graph } = step;
  const forward = ancestors(graph, [step.loss]);
  const probes: Value[] = graph.nodes.flatMap((node) =>
    node.outputs.flatMap((name) => {
      const type = graph.types.get(name);
      return type?.dtype === 'float32' ? [{ name, ...type }] : [];
    }),
  );
  const executable = await executor.load({ ...graph, outputs: probes });
  try {
    const values = await executable.run(feeds);
    for (const node of graph.nodes) {
      for (const name of node.outputs) {
        const tensor = values[name];
        const position = tensor === undefined ? -1 : firstNonFinite(tensor);
        if (position < 0) continue;
        const pass = forward.has(name) ? 'forward' : 'backward';
        return describe(node.layer ?? node.name, name, node.opType, pass, sampleOf(tensor!.shape, position));
      }
    }
    return undefined;
  } finally {
    await executable.release();
  }
}

function firstNonFinite(tensor: Tensor): number {
  return tensor.data instanceof Float32Array ? tensor.data.findIndex((element) => !Number.isFinite(element)) : -1;
}

function describe(
  layer: string,
  value: string,
  opType: string | undefined,
  pass: 'forward' | 'backward',
  sample: number | undefined,
): NonFiniteOrigin {
  const where =
    layer === 'input'
      ? `the input '${value}'`
      : layer === 'parameters'
        ? `the parameters '${value}'`
        : `layer '${layer}' (${opType}), in the ${pass} pass`;
  const which = sample === undefined ? '' : `, first at sample ${sample}`;
  return { layer, value, opType, pass, sample, description: `${where}${which}` };
}
