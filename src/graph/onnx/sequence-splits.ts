import { GraphError, toNumbers } from '../../core/index.ts';
import type { GraphBuilder } from '../graph-builder.ts';
import type { AttributeValue, Node } from '../ir.ts';
import { placeOf } from '../place-of.ts';

/**
 * Tensors that a file cuts into a sequence, to take parts out of it again: so PyTorch writes `x.split(4, dim=1)`. The
 * sequence becomes a Split, its parts the outputs of that; other uses of sequences are not read.
 */
export class SequenceSplits {
  readonly #builder: GraphBuilder;
  /** By the name of a sequence, the names of its parts. */
  readonly #parts = new Map<string, readonly string[]>();

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  /** Whether a node makes a sequence or takes something out of one. */
  static concerns({ domain, opType }: Node): boolean {
    return domain === '' && (opType === 'SplitToSequence' || opType === 'SequenceAt');
  }

  /** The node that stands for one of a file: a Split or an Identity where it is about a sequence. */
  convert(node: Node): Node {
    if (!SequenceSplits.concerns(node)) return node;
    return node.opType === 'SequenceAt' ? this.#at(node) : this.#split(node);
  }

  #split(node: Node): Node {
    const [x = '', split = ''] = node.inputs;
    const { axis: given } = node.attributes;
    const { shape } = this.#builder.value(x);
    const axis = given?.type === 'int' ? given.value : 0;
    const length = shape.at(axis);
    const lengths = typeof length === 'number' ? this.#lengths(split, length) : undefined;
    if (lengths === undefined) {
      throw new GraphError('cuts into parts whose number depends on the input, expected known lengths', placeOf(node));
    }
    const [sequence = ''] = node.outputs;
    const outputs = lengths.map((_, index) => this.#builder.uniqueName(`${sequence}/${index}`));
    this.#parts.set(sequence, outputs);
    const attributes: Record<string, AttributeValue> = { axis: { type: 'int', value: axis } };
    return { ...node, opType: 'Split', inputs: [x, this.#builder.ints(lengths).name], outputs, attributes };
  }

  /** The lengths of the parts: as listed, or all of one length but for a shorter rest. */
  #lengths(split: string, total: number): number[] | undefined {
    // Without lengths every part has one element, and `keepdims` says whether its axis goes: no exporter writes that.
    const constant = this.#builder.constantOf(split);
    if (constant === undefined) return undefined;
    if (constant.shape.length === 1) return toNumbers(constant);
    const [length = 0] = toNumbers(constant);
    if (!(length >= 1) || total / length > mostParts) return undefined;
    const count = Math.ceil(total / length);
    return Array.from({ length: count }, (_, index) => Math.min(length, total - index * length));
  }

  #at(node: Node): Node {
    const [sequence = '', position = ''] = node.inputs;
    const parts = this.#parts.get(sequence);
    const index = this.#builder.constantOf(position);
    const part = index === undefined ? undefined : parts?.at(toNumbers(index)[0]!);
    if (part === undefined) {
      throw new GraphError('takes a part of a sequence that is not known before the network runs', placeOf(node));
    }
    return { ...node, opType: 'Identity', inputs: [part], attributes: {} };
  }
}

/** More outputs than any split has. */
const mostParts = 4096;
