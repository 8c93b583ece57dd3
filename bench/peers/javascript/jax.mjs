import { readFileSync } from 'node:fs';
import { chain } from './networks.mjs';

// jax-js asks a browser's navigator what it can do, which Node 20 does not have.
globalThis.navigator ??= {};
const { defaultDevice, init, jit, lax, nn, numpy: np, valueAndGrad } = await import('@jax-js/jax');

/** A network in jax-js; forward, backward and Adam are one compiled function. */
export async function openJax(name, device) {
  await init();
  defaultDevice(device);
  const { layers, parameters, input, labels, classes } = chain(name, { channelsLast: false });
  const array = (values, shape) => np.array(values).reshape(shape);
  const apply = (weights, x) =>
    layers.reduce((value, { layer, kernel, bias, relu }) => {
      const [batch, channels, rows, columns] = value.shape;
      let result;
      switch (layer) {
        case 'conv2d':
          result = lax
            .convGeneralDilated(value, weights[kernel].ref, [1, 1], 'SAME')
            .add(weights[bias].ref.reshape([1, weights[bias].shape[0], 1, 1]));
          break;
        case 'dense':
          result = np.dot(value, weights[kernel].ref).add(weights[bias].ref);
          break;
        case 'maxPool2d':
          return np.max(value.reshape([batch, channels, rows / 2, 2, columns / 2, 2]), [3, 5]);
        case 'flatten':
          return value.reshape([batch, channels * rows * columns]);
      }
      return relu ? nn.relu(result) : result;
    }, x);
  const loss = (weights, x, y) => {
    const scores = nn.logSoftmax(apply(weights, x), -1);
    return np.sum(scores.mul(y)).mul(-1 / labels.length);
  };
  const step = jit((weights, firsts, seconds, x, y, rate) => {
    const [value, gradients] = valueAndGrad(loss)(
      weights.map((weight) => weight.ref),
      x,
      y,
    );
    const updated = gradients.map((gradient, i) => {
      const first = firsts[i].mul(0.9).add(gradient.ref.mul(0.1));
      const second = seconds[i].mul(0.999).add(np.square(gradient).mul(0.001));
      const move = first.ref.mul(rate.ref).div(np.sqrt(second.ref).add(1e-8));
      return [weights[i].ref.sub(move), first, second];
    });
    return [value, ...[0, 1, 2].map((part) => updated.map((parts) => parts[part]))];
  });
  const x = array(input.values, input.shape);
  const oneHot = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    oneHot[row * classes + label] = 1;
  });
  const y = array(oneHot, [labels.length, classes]);
  let weights = parameters.map(({ shape, values }) => (values === undefined ? np.zeros(shape) : array(values, shape)));
  let firsts = parameters.map(({ shape }) => np.zeros(shape));
  let seconds = parameters.map(({ shape }) => np.zeros(shape));
  let count = 0;
  const { version } = JSON.parse(
    readFileSync(new URL('./node_modules/@jax-js/jax/package.json', import.meta.url), 'utf8'),
  );
  return {
    version: `jax-js ${version}`,
    step() {
      count++;
      const rate = np.array((1e-3 * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count));
      let value;
      [value, weights, firsts, seconds] = step(weights, firsts, seconds, x.ref, y.ref, rate);
      return value.js();
    },
  };
}
