import type { Tensor } from '../../../core/index.ts';
import type { Node } from '../../../graph/index.ts';
import { permuteTensor } from '../permute-tensor.ts';
import { type ExportState, NodeExport } from './node-export.ts';

/** Layers of our own that write many operators and are one layer in Keras. */
export interface WholeLayer {
  /** The operators that the layer writes, in order; those of its activation follow. */
  readonly opTypes: readonly string[];
  /** Writes it, from its first node to the last of `opTypes`. */
  write(nodes: readonly Node[], state: ExportState): void;
}

/** By kind of layer. A layer that has other operators is written one operator at a time. */
export const wholeLayers: Readonly<Record<string, readonly WholeLayer[]>> = {
  rmsNorm: [{ opTypes: ['Mul', 'ReduceMean', 'Add', 'Sqrt', 'Div', 'Mul'], write: writeRmsNorm }],
  multiHeadAttention: attentions(),
};

function writeRmsNorm(nodes: readonly Node[], state: ExportState): void {
  const [first, addition, last] = [nodes[0]!, nodes[2]!, nodes[5]!].map((node) => new NodeExport(state, node)) as [
    NodeExport,
    NodeExport,
    NodeExport,
  ];
  last.write({
    className: 'RMSNormalization',
    config: { axis: -1, epsilon: Number(addition.constant(1)!.data[0]) },
    inputs: [first.plain()],
    weights: { '': [last.weight(1)] },
  });
}

function attentions(): WholeLayer[] {
  const all: WholeLayer[] = [];
  for (const isCausal of [false, true]) {
    for (const hasBias of [true, false]) {
      const product = hasBias ? ['MatMul', 'Add'] : ['MatMul'];
      const byHead = ['Reshape', 'Transpose'];
      const scores = [...byHead, 'Mul', ...byHead, 'MatMul', ...(isCausal ? ['Add'] : []), 'Softmax'];
      const opTypes = [...product, 'Split', ...scores, ...byHead, 'MatMul', 'Transpose', 'Reshape', ...product];
      all.push({ opTypes, write: (nodes, state) => writeAttention(nodes, state, isCausal, hasBias) });
    }
  }
  return all;
}

/** One kernel for queries, keys and values becomes three, each [features, heads, size of a head]. */
function writeAttention(nodes: readonly Node[], state: ExportState, isCausal: boolean, hasBias: boolean): void {
  const at = (index: number) => new NodeExport(state, nodes.at(index)!);
  const projection = at(0).weight(1);
  const [features = 0, three = 0] = projection.shape;
  const width = three / 3;
  const split = nodes.find(({ opType }) => opType === 'Reshape')!;
  const [heads, size] = state.graph.types.get(split.outputs[0]!)!.shape.slice(-2).map(Number) as [number, number];
  const byRow = permuteTensor(projection, [1, 0]);
  const part = (index: number): Tensor<'float32'>[] => {
    const rows = byRow.data.slice(index * width * features, (index + 1) * width * features);
    const kernel = permuteTensor({ dtype: 'float32', shape: [width, features], data: rows }, [1, 0]);
    const own: Tensor<'float32'>[] = [{ ...kernel, shape: [features, heads, size] }];
    if (hasBias) {
      const data = at(1)
        .weight(1)
        .data.slice(index * width, (index + 1) * width);
      own.push({ dtype: 'float32', shape: [heads, size], data });
    }
    return own;
  };
  const output = at(hasBias ? -2 : -1).weight(1);
  const input = at(0).plain();
  const last = at(-1);
  last.write({
    className: 'MultiHeadAttention',
    config: { num_heads: heads, key_dim: size, value_dim: size, use_bias: hasBias },
    inputs: [input, input],
    named: { use_causal_mask: isCausal },
    weights: {
      query_dense: part(0),
      key_dense: part(1),
      value_dense: part(2),
      output_dense: [{ ...output, shape: [heads, size, output.shape[1]!] }, ...(hasBias ? [last.weight(1)] : [])],
    },
  });
}
