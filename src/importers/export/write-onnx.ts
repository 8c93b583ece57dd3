import { formatShape } from '../../core/index.ts';
import { createModel, encodeModel, type Graph, type PlainAttributes, rebuild, type Value } from '../../graph/index.ts';
import { findLoss, type Network, networkMetadata, networkOutput, type TargetKind } from '../../nn/index.ts';
import { catalogue } from '../../ops/index.ts';
import { type DataDescription, dataMetadata } from '../../records/index.ts';
import { describeValues } from './describe-values.ts';
import type { ExportWriter } from './export-format.ts';
import { inferenceNetwork } from './inference-network.ts';

/**
 * ONNX: the network as it is used, from raw inputs to answers in the target's own units, with the operators of ONNX alone.
 * Where the network's first output is logits or logarithms of rates, which is what a loss and further training want, a
 * second output holds the probabilities or rates. Names of columns and classes stand in the description of each input and
 * output, and as JSON in the metadata, with what netwright needs to train the network further.
 */
export const onnxWriter: ExportWriter = {
  extension: '.onnx',
  async write({ network: given, data }, { foldBatchNorm = false, version = '' }) {
    const network = inferenceNetwork(given, foldBatchNorm);
    const graph = data === undefined ? network.graph : withAnswers(network, data);
    const metadata = {
      ...Object.fromEntries(networkMetadata(network)),
      ...(data === undefined ? {} : dataMetadata(data)),
    };
    const bytes = encodeModel({
      ...createModel(graph, metadata),
      producerVersion: version,
      description: data === undefined ? '' : `Predicts ${data.target} from raw data. Trained with netwright.`,
      meanings: describeValues(graph, data),
    });
    return { bytes, inputs: graph.inputs.map(formatValue), outputs: graph.outputs.map(formatValue) };
  },
};

/** The graph with a further output that holds what `netwright predict` writes, where the first one does not. */
function withAnswers(network: Network, data: DataDescription): Graph {
  const { graph } = network;
  const output = networkOutput(network);
  const loss = findLoss(data.loss);
  const isLogits = loss.output === 'logits' && output.shape.length === 2;
  if (!isLogits && loss.output !== 'logRates') return graph;
  const name = isLogits ? 'probabilities' : 'rates';
  // A network that was exported before has it already.
  if (graph.outputs.some((other) => other.name === name)) return graph;
  const { builder } = rebuild(graph, catalogue);
  const [opType, attributes] = isLogits ? normalization(loss.target) : (['Exp', {}] as const);
  const outputName = builder.uniqueName(name);
  builder.output(builder.op(opType, [builder.value(output.name)], attributes, { outputName }));
  return builder.build();
}

function normalization(target: TargetKind): readonly [string, PlainAttributes] {
  return target === 'binary' ? ['Sigmoid', {}] : ['Softmax', { axis: -1 }];
}

function formatValue({ name, dtype, shape }: Value): string {
  return `${name} ${dtype}${formatShape(shape)}`;
}
