import { describe, expect, it } from 'vitest';
import { checkGradient } from '../../src/autodiff/index.ts';
import { fromNumbers, RandomStream, type Tensor } from '../../src/core/index.ts';
import { GraphBuilder } from '../../src/graph/index.ts';
import { catalogue, evaluate, toReference } from '../../src/ops/index.ts';

const [batch, features, units] = [2, 3, 2];
const kinds = [
  { opType: 'RNN', gates: 1 },
  { opType: 'GRU', gates: 3 },
  { opType: 'LSTM', gates: 4 },
] as const;

const random = new RandomStream(1, 'recurrent');
const sequence = fromNumbers(
  'float32',
  [4, batch, features],
  Array.from({ length: 4 * batch * features }, () => random.normal()),
);

/** The first steps of one sample, alone in its batch. */
function stepsOf(sample: number, count: number): Tensor {
  const elements = Array.from({ length: count }, (_, step) =>
    Array.from(sequence.data.subarray((step * batch + sample) * features, (step * batch + sample + 1) * features)),
  );
  return fromNumbers('float32', [count, 1, features], elements.flat().map(Number));
}

/** The arguments of a recurrent node with fixed weights. */
function node({ opType, gates }: (typeof kinds)[number], x: Tensor, lengths?: readonly number[]) {
  const builder = new GraphBuilder(catalogue);
  const weights = new RandomStream(2, opType);
  const draw = (...shape: number[]) => {
    const elements = Array.from({ length: shape.reduce((a, b) => a * b) }, () => weights.normal());
    return builder.constant(fromNumbers('float32', shape, elements));
  };
  const inputs = [
    builder.input('x', 'float32', x.shape),
    draw(2, gates * units, features),
    draw(2, gates * units, units),
    draw(2, 2 * gates * units),
  ];
  if (lengths !== undefined) inputs.push(builder.constant(fromNumbers('int32', [lengths.length], lengths)));
  return { builder, inputs, attributes: { hidden_size: units, direction: 'bidirectional' } };
}

/** Y and the last hidden state. */
function run(kind: (typeof kinds)[number], x: Tensor, lengths?: readonly number[]) {
  const { builder, inputs, attributes } = node(kind, x, lengths);
  for (const value of builder.ops(kind.opType, inputs, attributes, ['y', 'last'])) builder.output(value);
  const { y, last } = evaluate(builder.build(), { x: toReference(x) });
  return { y: y!, last: last! };
}

describe('recurrent operators', () => {
  for (const kind of kinds) {
    it(`${kind.opType} ends each sample at its own length, in both directions, and leaves zeros behind it`, () => {
      const lengths = [2, 4];
      const together = run(kind, sequence, lengths);
      lengths.forEach((length, sample) => {
        const alone = run(kind, stepsOf(sample, length));
        for (let step = 0; step < 4; step++) {
          for (let direction = 0; direction < 2; direction++) {
            for (let unit = 0; unit < units; unit++) {
              const found = together.y.data[((step * 2 + direction) * batch + sample) * units + unit]!;
              const expected = step < length ? alone.y.data[(step * 2 + direction) * units + unit]! : 0;
              expect(found).toBeCloseTo(expected, 12);
            }
          }
        }
        for (let direction = 0; direction < 2; direction++) {
          for (let unit = 0; unit < units; unit++) {
            const found = together.last.data[(direction * batch + sample) * units + unit]!;
            expect(found).toBeCloseTo(alone.last.data[direction * units + unit]!, 12);
          }
        }
      });
    });
  }

  for (const kind of kinds) {
    it(`${kind.opType} is differentiated where only its last state is asked for`, () => {
      const { builder, inputs, attributes } = node(kind, sequence);
      const [, last] = builder.ops(kind.opType, inputs, attributes, ['', 'last']);
      builder.output(last!);
      const feeds = { x: sequence };
      expect(checkGradient(builder.build(), feeds, ['x']).relativeError).toBeLessThan(1e-5);
    });
  }

  it('say that samples of different lengths have no gradient', () => {
    const { builder, inputs, attributes } = node(kinds[0], sequence, [2, 4]);
    builder.withLayer('memory', () => builder.output(builder.op('RNN', inputs, attributes), 'y'));
    expect(() => checkGradient(builder.build(), { x: sequence }, ['x'])).toThrow(
      "RNN node 'memory/RNN' of layer 'memory': has no gradient: the input 'sequence_lens' gives each sample a length",
    );
  });
});
