import type { Tensor } from '../../core/index.ts';
import type { Network } from '../../nn/index.ts';
import { writeSafetensors } from '../../records/index.ts';
import type { ExportWriter } from './export-format.ts';
import { inferenceNetwork } from './inference-network.ts';
import { pytorchTensors } from './pytorch-tensors.ts';

/** safetensors: parameters, trained or frozen, and running statistics; the graph that they belong to is not in it. */
export const safetensorsWriter: ExportWriter = {
  extension: '.safetensors',
  async write({ network: given }, { foldBatchNorm = false, naming = 'netwright', version }) {
    const network = foldBatchNorm ? inferenceNetwork(given, true) : given;
    const tensors = naming === 'pytorch' ? pytorchTensors(network, stateOf(network)) : stateOf(network);
    const metadata = new Map([
      // Readers of transformers ask for it.
      ['format', naming === 'pytorch' ? 'pt' : 'netwright'],
      ['network', network.graph.name],
      ...(version === undefined ? [] : [['netwright', version] as const]),
    ]);
    return { bytes: writeSafetensors(tensors, metadata), inputs: [], outputs: [] };
  },
};

/** Parameters, frozen ones and running statistics, by their names in the network. */
function stateOf({ graph, parameters, layers }: Network): ReadonlyMap<string, Tensor> {
  const frozen = layers.flatMap((layer) => layer.frozen ?? []);
  const statistics = graph.nodes.flatMap(({ opType, inputs }) =>
    opType === 'BatchNormalization' ? inputs.slice(3, 5) : [],
  );
  const names = new Set([...parameters, ...frozen, ...statistics]);
  return new Map([...graph.initializers].filter(([name]) => names.has(name)));
}
