import { type Dimension, formatShape, fromNumbers } from '../../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import { requireKind } from '../elementwise.ts';
import { type GradientContext, type Operator, random } from '../operator.ts';
import { broadcastReader, forEachIndex, generate } from '../reference-tensor.ts';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The sum of products that an equation such as `bij,bjk->bik` describes: a letter names an axis, one that is missing on the
 * right is summed over, one that stands twice in a term takes the diagonal, and `...` stands for further, broadcast axes.
 * Without `->` the result has the letters that occur once, in alphabetical order.
 */
export const einsum: Operator = {
  opType: 'Einsum',
  domain: '',
  inputs: ['Inputs...'],
  outputs: ['Output'],
  attributes: { equation: { type: 'string', required: true } },
  infer: (context) => {
    requireKind(context, 0, 'number');
    const { output, sizes } = parse(context);
    return [{ dtype: context.type(0).dtype, shape: Array.from(output, (letter) => sizes.get(letter)!) }];
  },
  gradient: (gradientContext) => {
    const equation = parse(gradientContext.context);
    return equation.terms.map((_, operand) =>
      gradientContext.needs(operand) ? operandCotangent(gradientContext, equation, operand) : undefined,
    );
  },
  reference: (context, inputs) => {
    const { terms, output, sizes } = parse(context);
    const length = (letter: string) => sizes.get(letter) as number;
    const summed = [...sizes.keys()].filter((letter) => !output.includes(letter));
    const readers = inputs.map((input) => broadcastReader(input!));
    const at = new Map<string, number>();
    return [
      generate(inputs[0]!.dtype, Array.from(output, length), (index) => {
        index.forEach((position, axis) => {
          at.set(output[axis]!, position);
        });
        let sum = 0;
        forEachIndex(summed.map(length), (inner) => {
          inner.forEach((position, axis) => {
            at.set(summed[axis]!, position);
          });
          sum += readers.reduce(
            (product, read, operand) => product * read(Array.from(terms[operand]!, (letter) => at.get(letter)!)),
            1,
          );
        });
        return sum;
      }),
    ];
  },
  samples: [
    { inputs: [random([2, 3]), random([3, 4])], attributes: { equation: 'ij,jk->ik' } },
    { name: 'implicit result', inputs: [random([3, 2]), random([3, 4])], attributes: { equation: 'ba, bc' } },
    {
      name: 'attention scores',
      inputs: [random([2, 3, 2, 2]), random([2, 4, 2, 2])],
      attributes: { equation: 'bqhd,bkhd->bhqk' },
    },
    {
      name: 'broadcast batches',
      inputs: [random([2, 1, 2, 3]), random([4, 3, 2])],
      attributes: { equation: '...ij,...jk->...ik' },
    },
    {
      name: 'three operands',
      inputs: [random([2]), random([2, 3]), random([3])],
      attributes: { equation: 'i,ij,j->i' },
    },
    { name: 'sum over an axis', inputs: [random([2, 3])], attributes: { equation: 'ij->i' } },
    { name: 'sum over everything', inputs: [random([2, 3])], attributes: { equation: 'ij->' } },
    { name: 'inner product', inputs: [random([3]), random([3])], attributes: { equation: 'i,i->' } },
    { name: 'axes summed on their own', inputs: [random([2, 3]), random([4])], attributes: { equation: 'ij,k->i' } },
    { name: 'diagonal', inputs: [random([3, 3]), random([3])], attributes: { equation: 'ii,i->i' } },
  ],
};

/** An equation with every ellipsis written out, and the length of each letter's axis. */
interface Equation {
  readonly terms: readonly string[];
  readonly output: string;
  readonly sizes: ReadonlyMap<string, Dimension>;
}

function parse(context: NodeContext): Equation {
  const equation = context.string('equation').replaceAll(' ', '');
  const [left = '', right] = equation.split('->');
  const written = left.split(',');
  if (written.length !== context.inputTypes.length || !/^[a-zA-Z.,]*(->[a-zA-Z.]*)?$/.test(equation)) {
    throw context.error(`equation '${equation}' does not describe ${context.inputTypes.length} inputs`);
  }
  const hidden = written.map((term, operand) => (term.includes('...') ? context.rank(operand) - (term.length - 3) : 0));
  const unused = Array.from(letters).filter((letter) => !equation.includes(letter));
  const ellipsis = unused.slice(0, Math.max(...hidden)).join('');
  const terms = written.map((term, operand) => term.replace('...', ellipsis.slice(ellipsis.length - hidden[operand]!)));
  const sizes = new Map<string, Dimension>();
  terms.forEach((term, operand) => {
    const shape = context.shape(operand);
    if (term.includes('.') || term.length !== shape.length) {
      throw context.error(
        `term '${written[operand]}' of equation '${equation}' does not fit input ${operand} ${formatShape(shape)}`,
      );
    }
    Array.from(term).forEach((letter, axis) => {
      sizes.set(letter, commonLength(context, letter, sizes.get(letter), shape[axis]!));
    });
  });
  const once = [...sizes.keys()].filter((letter) => terms.join('').split(letter).length === 2).sort();
  const output =
    right === undefined
      ? ellipsis + once.filter((letter) => !ellipsis.includes(letter)).join('')
      : right.replace('...', ellipsis);
  if (Array.from(output).some((letter, axis) => !sizes.has(letter) || output.indexOf(letter) !== axis)) {
    throw context.error(`the result of equation '${equation}' has a letter twice or one that no input has`);
  }
  return { terms, output, sizes };
}

function commonLength(
  context: NodeContext,
  letter: string,
  known: Dimension | undefined,
  length: Dimension,
): Dimension {
  if (known === undefined || known === 1 || known === length) return length;
  if (length === 1 || typeof length === 'string') return known;
  if (typeof known === 'string') return length;
  throw context.error(
    `axis '${letter}' of equation '${context.string('equation')}' has lengths ${known} and ${length}`,
  );
}

/**
 * The product of the result's cotangent and the other operands, summed down to the operand's letters. Letters that only
 * the operand has are left to be expanded; a diagonal is spread by an identity matrix.
 */
function operandCotangent(gradientContext: GradientContext, equation: Equation, operand: number): Value {
  const { builder, context, inputs, cotangents } = gradientContext;
  const { terms, output, sizes } = equation;
  const dy = cotangents[0]!;
  const factors = terms.flatMap((term, index) => (index === operand ? [] : [{ term, value: inputs[index]! }]));
  if (output !== '') factors.unshift({ term: output, value: dy });
  const spare = Array.from(letters).filter((letter) => !sizes.has(letter));
  const target = Array.from(terms[operand]!, (letter, axis) => {
    if (terms[operand]!.indexOf(letter) === axis) return letter;
    const twin = spare.shift()!;
    factors.push({ term: letter + twin, value: identity(builder, dy, sizes.get(letter) as number) });
    return twin;
  });
  const present = target.filter((letter) => factors.some(({ term }) => term.includes(letter)));
  const product = contract(builder, factors, present.join(''));
  const total = product === undefined ? dy : output === '' ? builder.op('Mul', [product, dy]) : product;
  if (present.length === target.length) return total;
  const shape = context.concreteShape(operand).map((length, axis) => (present.includes(target[axis]!) ? length : 1));
  return builder.op('Reshape', [total, builder.ints(shape)]);
}

function contract(
  builder: GraphBuilder,
  factors: readonly { readonly term: string; readonly value: Value }[],
  result: string,
): Value | undefined {
  const [first] = factors;
  if (first === undefined) return undefined;
  if (factors.length === 1 && first.term === result) return first.value;
  const equation = `${factors.map(({ term }) => term).join(',')}->${result}`;
  return builder.op(
    'Einsum',
    factors.map(({ value }) => value),
    { equation },
  );
}

function identity(builder: GraphBuilder, like: Value, size: number): Value {
  const elements = Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  return builder.constant(fromNumbers(like.dtype, [size, size], elements));
}
