import { workloads } from '../../workloads.mjs';

const known = ['dense', 'conv2d', 'maxPool2d', 'flatten'];

/** The workloads that are chains of dense and convolutional layers, which these peers are written for. */
export const chains = Object.keys(workloads).filter((name) =>
  workloads[name].layers.every(({ layer }) => known.includes(layer)),
);

/**
 * A workload for the peers: its batch, its parameters with their first values, and its layers in order, each with the
 * positions of its kernel and bias among the parameters and whether ReLU follows. Images are channels-last for TensorFlow.js
 * and channels-first for jax-js; `channelsLast` says which.
 */
export function chain(name, { channelsLast }) {
  const { shape, batch, classes, layers } = workloads[name];
  const parameters = [];
  const add = (lengths, fanIn) => {
    const limit = Math.sqrt(6 / fanIn);
    parameters.push({ shape: lengths, values: random(lengths, () => limit * (2 * Math.random() - 1)) });
    parameters.push({
      shape: [lengths[channelsLast || lengths.length === 2 ? lengths.length - 1 : 0]],
      values: undefined,
    });
    return { kernel: parameters.length - 2, bias: parameters.length - 1 };
  };
  let [channels, size] = shape;
  let features = shape.length === 1 ? channels : undefined;
  const planned = layers.map(({ layer, filters, units }, position) => {
    const relu = position < layers.length - 1;
    if (layer === 'conv2d') {
      const lengths = channelsLast ? [3, 3, channels, filters] : [filters, channels, 3, 3];
      const places = add(lengths, 9 * channels);
      channels = filters;
      return { layer, relu, ...places };
    }
    if (layer === 'maxPool2d') size = Math.floor(size / 2);
    if (layer === 'flatten') features = channels * size * size;
    if (layer !== 'dense') return { layer };
    const places = add([features, units], features);
    features = units;
    return { layer, relu, ...places };
  });
  const input = channelsLast && shape.length === 3 ? [batch, shape[1], shape[2], shape[0]] : [batch, ...shape];
  return {
    layers: planned,
    parameters,
    input: { shape: input, values: random(input, () => 2 * Math.random() - 1) },
    labels: Int32Array.from({ length: batch }, () => Math.floor(classes * Math.random())),
    classes,
  };
}

function random(lengths, draw) {
  return Float32Array.from({ length: lengths.reduce((product, length) => product * length, 1) }, draw);
}
