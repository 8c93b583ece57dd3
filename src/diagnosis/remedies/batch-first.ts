import type { Node } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { Remedy } from './remedy.ts';

const recurrent: ReadonlySet<string> = new Set(['GRU', 'LSTM', 'RNN']);

/**
 * Recurrences that take the samples of a batch for the steps of a series: PyTorch's, unless they are told that the batch comes
 * first. Those of which more is read than the outputs of all steps are left out.
 */
export function recurrencesOverSamples({ graph }: Network): Node[] {
  const read = new Set([...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.map(({ name }) => name)]);
  const batch = graph.inputs[0]?.shape[0];
  return graph.nodes.filter(({ opType, inputs, outputs }) => {
    if (!recurrent.has(opType) || typeof batch !== 'string') return false;
    const [steps, samples] = graph.types.get(inputs[0]!)!.shape;
    const states = inputs.slice(4).filter((name) => name !== '');
    const startAtZero = states.every((name) =>
      (graph.initializers.get(name)?.data as Float32Array)?.every((x) => x === 0),
    );
    return steps === batch && samples !== batch && startAtZero && !outputs.slice(1).some((name) => read.has(name));
  });
}

/** Recurrences along the steps of each sample, and not from one sample of a batch to the next (D7). */
export const batchFirst: Remedy = {
  family: 'layout',
  summary: 'recurrences along the steps of each sample, the batch first',
  apply(design) {
    const turned = new Set(recurrencesOverSamples(design.network));
    if (turned.size === 0) return undefined;
    const network = rewriteNetwork(design.network, {
      replace(node, inputs, builder) {
        if (!turned.has(node)) return undefined;
        const steps = builder.op('Transpose', [inputs[0]], { perm: [1, 0, 2] });
        const names = [steps, ...inputs.slice(1, 4)].map((value) => value?.name ?? '');
        while (names.at(-1) === '') names.pop();
        const [all] = builder.add({ ...node, inputs: names, outputs: [builder.uniqueName(`${node.name}/steps`)] });
        return [builder.op('Transpose', [all], { perm: [2, 1, 0, 3] })];
      },
    });
    return { ...design, network };
  },
};
