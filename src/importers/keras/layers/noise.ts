import type { Value } from '../../../graph/index.ts';
import type { KerasLayer } from '../layer.ts';
import type { LayerContext } from '../layer-context.ts';
import { penalty } from '../penalties.ts';

/** A dropout in its training form; the others of its kind are made of it. */
function drop(context: LayerContext, x: Value, rate: number): Value {
  return context.builder.op('Dropout', [x, context.builder.scalar(rate)]);
}

function rateOf(context: LayerContext, name = 'rate'): number {
  const rate = context.options.number(name);
  if (rate >= 0 && rate < 1) return rate;
  throw context.error(`the option '${name}' is ${rate}, expected a number from 0 to below 1`);
}

/** Ones of a value's shape, along some axes with length 1; no gradient passes. */
function ones(context: LayerContext, x: Value, reduced: readonly number[] = []): Value {
  const { builder } = context;
  const like = reduced.length === 0 ? x : builder.op('ReduceMax', [x, builder.ints(reduced)], { keepdims: 1 });
  return builder.op('Where', [builder.op('Equal', [like, like]), builder.scalar(1), builder.scalar(1)]);
}

export const dropout: KerasLayer = {
  write(context) {
    const rate = rateOf(context);
    const noise = context.options.values.noise_shape;
    if (!Array.isArray(noise)) return context.elementwise(context.input, (x) => drop(context, x, rate));
    const reduced = noise.flatMap((length, axis) => (length === 1 ? [axis] : []));
    if (noise.length !== context.input.shape.length || reduced.includes(0)) {
      throw context.error(`the option 'noise_shape' is ${JSON.stringify(noise)}, which is not supported`);
    }
    return context.binary('Mul', context.input, drop(context, ones(context, context.input, reduced), rate));
  },
};

/** Drops whole channels. */
export const spatialDropout = (rank: 1 | 2 | 3): KerasLayer => ({
  write(context) {
    context.requireRank(context.input, rank + 2);
    const axes = Array.from({ length: rank }, (_, axis) => axis + 2);
    const rate = rateOf(context);
    return context.onChannelsFirst(context.input, (x) =>
      context.binary('Mul', x, drop(context, ones(context, x, axes), rate)),
    );
  },
});

const signs = 12;

/** Noise of mean 0 and deviation 1 while training, 0 otherwise: the sum of twelve random signs, nearly Gaussian. */
function standardNoise(context: LayerContext, x: Value): Value {
  const one = ones(context, x);
  let sum: Value | undefined;
  for (let i = 0; i < signs; i++) {
    const sign = drop(context, one, 0.5);
    sum = sum === undefined ? sign : context.binary('Add', sum, sign);
  }
  return context.binary('Mul', context.binary('Sub', sum!, signs), 1 / Math.sqrt(signs));
}

const limits = 'noise is a sum of twelve random signs';

/** x + noise of a given deviation. */
export const gaussianNoise: KerasLayer = {
  limits,
  write(context) {
    const deviation = context.options.number('stddev');
    return context.elementwise(context.input, (x) =>
      context.binary('Add', x, context.binary('Mul', standardNoise(context, x), deviation)),
    );
  },
};

/** x times noise of mean 1 and variance rate / (1 - rate). */
export const gaussianDropout: KerasLayer = {
  limits,
  write(context) {
    const rate = rateOf(context);
    const deviation = Math.sqrt(rate / (1 - rate));
    return context.elementwise(context.input, (x) => {
      const factor = context.binary('Add', context.binary('Mul', standardNoise(context, x), deviation), 1);
      return context.binary('Mul', x, factor);
    });
  },
};

const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

/**
 * Sets elements to SELU's least value, then restores mean and variance: a · x + b or b - a · scale · alpha. Both factors
 * are the parabolas through what a dropout of ones gives in inference (1) and in training (0 and 1 / (1 - rate)).
 */
export const alphaDropout: KerasLayer = {
  write(context) {
    const rate = rateOf(context);
    if (rate === 0) return context.input;
    const least = -scale * alpha;
    const a = 1 / Math.sqrt((1 - rate) * (1 + rate * least ** 2));
    const b = -a * least * rate;
    const kept = 1 / (1 - rate);
    const parabola = (d: Value, dropped: number, passed: number, training: number) => {
      // c0 + c1 d + c2 d² through (0, dropped), (1, passed), (kept, training)
      const c2 = ((training - dropped) / kept - (passed - dropped)) / (kept - 1);
      const c1 = passed - dropped - c2;
      const inner = context.binary('Add', context.binary('Mul', d, c2), c1);
      return context.binary('Add', context.binary('Mul', inner, d), dropped);
    };
    return context.elementwise(context.input, (x) => {
      const d = drop(context, ones(context, x), rate);
      const slope = parabola(d, 0, 1, a);
      const offset = parabola(d, a * least + b, 0, b);
      return context.binary('Add', context.binary('Mul', x, slope), offset);
    });
  },
};

/** Adds a penalty on its input to the loss. */
export const activityRegularization: KerasLayer = {
  write(context) {
    const given = penalty(context.options.number('l1', 0), context.options.number('l2', 0));
    if (given !== undefined) context.state.activityPenalties.push({ value: context.input, penalty: given });
    return context.input;
  },
};
