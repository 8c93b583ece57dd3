import { FileError, GraphError, suggestion } from '../../core/index.ts';
import { allOperators } from '../../ops/index.ts';

/** What stands nearest to operators that are not supported, where their names do not tell. */
const alternatives: Readonly<Record<string, string>> = {
  Attention:
    "MatMul and Softmax do the same: export inside 'with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH)'",
  RMSNormalization: 'export with opset 22 or older, which writes it as ReduceMean, Sqrt and Mul',
  RotaryEmbedding: 'export with opset 22 or older, which writes it as Mul and Concat',
  GridSample: 'Resize and Slice are the nearest',
  RoiAlign: 'MaxPool and Slice are the nearest',
  NonMaxSuppression: 'export the network without its post-processing, which is not trained',
  If: 'export it with torch.export, which traces one branch',
  Loop: 'export it with its loop unrolled',
  Scan: 'RNN, GRU and LSTM are the nearest',
  QuantizeLinear: 'export the network of float32 numbers, before it is quantised',
  DequantizeLinear: 'export the network of float32 numbers, before it is quantised',
};

/** The error about a node whose operator is not in the catalogue, with what is nearest and how to ask for it; others as they are. */
export function explainUnknownOperator(path: string, error: unknown): unknown {
  const cause = error instanceof FileError ? error.cause : undefined;
  if (!(cause instanceof GraphError) || cause.opType === undefined) return error;
  const { opType, nodeName } = cause;
  const names = allOperators.map((operator) => operator.opType);
  if (names.includes(opType) || !cause.message.endsWith('is not in the catalogue')) return error;
  const nearest =
    alternatives[opType] ?? suggestion(opType, names).replace(/^ \(did you mean (.*)\?\)$/, '$1 is the nearest');
  return new FileError(
    path,
    `operator ${opType} of node '${nodeName}' is not supported${nearest === '' ? '' : `; ${nearest}`}`,
    {
      advice: 'docs/operators.md lists what is; to ask for it, open an issue with this line',
      cause,
    },
  );
}
