import type { Node } from '../../../graph/index.ts';
import type { Network } from '../../../nn/index.ts';
import { layoutLayer } from '../../remedies/transposed-layout.ts';

/** Axes that `transposedLayout` moves. */
export interface Relayout {
  /** The graph input whose samples are read otherwise; undefined for a value inside. */
  readonly input: string | undefined;
  /** The layer whose reshape is replaced. */
  readonly layer: string | undefined;
  /** Axes by which the memory of a sample is read, where it has other ones. */
  readonly memory: readonly number[] | undefined;
  /** As ONNX and NumPy have it, the batch first. */
  readonly order: readonly number[];
  /** Shape of a sample at last, where axes of length 1 are put in. */
  readonly shape: readonly number[] | undefined;
}

/** Transpositions that one network has and the other, of which it was made, has not. */
export function relayoutsBetween(before: Network, { graph }: Network): Relayout[] {
  const known = new Set(before.graph.nodes.map(({ name }) => name));
  const sampleOf = (value: string) => graph.types.get(value)!.shape.slice(1).map(Number);
  const isNew = (node: Node | undefined) => node?.opType === 'Reshape' && !known.has(node.name);
  return graph.nodes.flatMap((node): Relayout[] => {
    const { perm } = node.attributes;
    if (node.opType !== 'Transpose' || known.has(node.name) || perm?.type !== 'ints') return [];
    // The batch moves for what is inside a layer alone.
    if (Number(perm.value[0]) !== 0) return [];
    const source = graph.nodes.find(({ outputs }) => outputs[0] === node.inputs[0]);
    const reader = graph.nodes.find(({ inputs, layer }) => inputs[0] === node.outputs[0] && layer === node.layer);
    const isInput = node.layer === layoutLayer;
    return [
      {
        input: isInput ? (isNew(source) ? source!.inputs[0] : node.inputs[0]) : undefined,
        layer: isInput ? undefined : node.layer,
        memory: isNew(source) ? sampleOf(node.inputs[0]!) : undefined,
        order: perm.value.map(Number),
        shape: isNew(reader) ? sampleOf(reader!.outputs[0]!) : undefined,
      },
    ];
  });
}

/** The lines that put the axes of an array in order, in NumPy or PyTorch. */
export function relayoutLine(
  array: string,
  { memory, order, shape }: Relayout,
  transpose: 'permute' | 'transpose',
): string {
  const reshape = (sample: readonly number[] | undefined) =>
    sample === undefined ? '' : `.reshape(${[`len(${array})`, ...sample].join(', ')})`;
  return `${array}${reshape(memory)}.${transpose}(${order.join(', ')})${reshape(shape)}`;
}
