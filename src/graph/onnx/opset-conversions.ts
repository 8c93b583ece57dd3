import { GraphError } from '../../core/index.ts';
import type { GraphBuilder } from '../graph-builder.ts';
import type { AttributeValue, Node } from '../ir.ts';
import { placeOf } from '../place-of.ts';
import { dataTypeNumbers } from './data-type-numbers.ts';

/** The oldest and the newest opset whose files are read; the newest is that of onnxruntime 1.30. */
export const readableOpsets = { oldest: 13, newest: 26 } as const;

/** One change that ONNX made to an operator, and how a node from before (or after) it is written in opset 21. */
interface OpsetConversion {
  readonly opTypes: readonly string[];
  appliesTo(opset: number): boolean;
  /** `builder` takes new constants. */
  convert(node: Node, builder: GraphBuilder): Node;
}

/**
 * The differences between the readable opsets and opset 21 for the operators of the catalogue, as ONNX's changelog
 * lists them (https://onnx.ai/onnx/repo-docs/Changelog.html). Changes that only allow more data types, and new
 * attributes whose default is the old behaviour, need none.
 */
const conversions: readonly OpsetConversion[] = [
  {
    opTypes: [
      'ReduceL1',
      'ReduceL2',
      'ReduceLogSum',
      'ReduceLogSumExp',
      'ReduceMax',
      'ReduceMean',
      'ReduceMin',
      'ReduceProd',
      'ReduceSumSquare',
    ],
    appliesTo: (opset) => opset < 18,
    convert(node, builder) {
      const { axes, ...attributes } = node.attributes;
      if (axes?.type !== 'ints') return node;
      return { ...node, inputs: [...node.inputs, builder.ints(axes.value).name], attributes };
    },
  },
  {
    // Without lengths the parts were equal, as many as there are outputs.
    opTypes: ['Split'],
    appliesTo: (opset) => opset < 18,
    convert: (node) =>
      (node.inputs[1] ?? '') === ''
        ? withAttribute(node, 'num_outputs', { type: 'int', value: node.outputs.length })
        : node,
  },
  {
    // Training was asked for by more than one output; the last two were scratch values.
    opTypes: ['BatchNormalization'],
    appliesTo: (opset) => opset < 14,
    convert: (node) =>
      node.outputs.length === 1
        ? node
        : withAttribute({ ...node, outputs: node.outputs.slice(0, 3) }, 'training_mode', { type: 'int', value: 1 }),
  },
  {
    opTypes: ['GroupNormalization'],
    appliesTo: (opset) => opset < 21,
    convert(node) {
      throw new GraphError('scale and bias have one element for each group, expected one for each channel', {
        ...placeOf(node),
        advice: 'Export the network with opset 21',
      });
    },
  },
  {
    opTypes: ['CastLike'],
    appliesTo: () => true,
    convert(node, builder) {
      const [x, like] = node.inputs;
      if (x === undefined || like === undefined || !builder.hasValue(like)) return node;
      const to = { type: 'int', value: dataTypeNumbers[builder.value(like).dtype] } as const;
      return { ...node, opType: 'Cast', inputs: [x], attributes: { to } };
    },
  },
  {
    // How float8 numbers are rounded, a type that netwright does not have.
    opTypes: ['Cast', 'CastLike'],
    appliesTo: (opset) => opset >= 24,
    convert(node) {
      const { round_mode: _, ...attributes } = node.attributes;
      return { ...node, attributes };
    },
  },
];

/**
 * A node of ONNX's own domain as opset 21 writes it.
 *
 * @param opset the opset of the file that it comes from, one of {@link readableOpsets}
 * @throws GraphError naming the node where it cannot be written so
 */
export function convertNode(node: Node, opset: number, builder: GraphBuilder): Node {
  if (node.domain !== '') return node;
  return conversions
    .filter(({ opTypes, appliesTo }) => opTypes.includes(node.opType) && appliesTo(opset))
    .reduce((converted, { convert }) => convert(converted, builder), node);
}

function withAttribute(node: Node, name: string, value: AttributeValue): Node {
  return { ...node, attributes: { ...node.attributes, [name]: value } };
}
