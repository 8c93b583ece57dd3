import type { Node } from '../../graph/index.ts';
import { findLoss } from '../../nn/index.ts';
import type { Design } from '../design.ts';
import { weightedLayers } from '../network/layer-chain.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { DiagnosisTask } from '../task.ts';
import type { Remedy } from './remedy.ts';

/** What the last layer may end in. */
export type OutputActivation = 'linear' | 'Sigmoid' | 'Softmax' | 'Tanh' | 'Softplus';

/** The output that the loss and the targets ask for: linear (G3), or what the loss needs to be defined. */
export const outputActivation: Remedy = {
  family: 'output-activation',
  summary: 'the output activation that the loss and the targets ask for',
  apply(design, { task }) {
    const wanted = wantedActivation(design, task);
    if (wanted === undefined || isAlready(design, wanted)) return undefined;
    return withOutputActivation(design, wanted);
  },
};

/** The activation that fits the task under the loss as it is. */
export function wantedActivation({ recipe }: Design, task: DiagnosisTask): OutputActivation | undefined {
  if (task.kind === 'numbers') {
    const { output } = findLoss(recipe.loss);
    return output === 'rates' ? 'Softplus' : 'linear';
  }
  if (findLoss(recipe.loss).output === 'logits') return 'linear';
  if (task.kind === 'yes-no') return task.values[0] < 0 ? 'Tanh' : 'Sigmoid';
  return task.kind === 'labels' ? 'Sigmoid' : 'Softmax';
}

/** Activations at the network's output, in order. */
export function outputActivations(design: Design): readonly Node[] {
  return weightedLayers(design.network).findLast((layer) => layer.isLast)?.activations ?? [];
}

function isAlready(design: Design, wanted: OutputActivation): boolean {
  const found = outputActivations(design);
  return wanted === 'linear' ? found.length === 0 : found.length === 1 && found[0]!.opType === wanted;
}

/** The design with nothing but the given activation after its last weighted layer; `undefined` where that is not last. */
export function withOutputActivation(design: Design, wanted: OutputActivation): Design | undefined {
  const last = weightedLayers(design.network).findLast((layer) => layer.isLast);
  if (last === undefined) return undefined;
  const removed = new Set(last.activations);
  const output = design.network.graph.outputs[0]!.name;
  const network = rewriteNetwork(design.network, {
    replace(node, inputs, builder) {
      const isEnd = node.outputs[0] === output;
      if (!isEnd) return removed.has(node) ? [inputs[0]] : undefined;
      const kept = () => {
        const outputs = [builder.uniqueName(`${output}/linear`)];
        return builder.add({ ...node, inputs: inputs.map((input) => input?.name ?? ''), outputs })[0];
      };
      const linear = removed.has(node) ? inputs[0] : kept();
      if (wanted === 'linear') return [linear];
      return [builder.op(wanted, [linear], wanted === 'Softmax' ? { axis: -1 } : {})];
    },
  });
  return { ...design, network };
}
