import * as tf from '@tensorflow/tfjs';
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { chain } from './networks.mjs';

/** A network in TensorFlow.js with its own Adam, on its backend `cpu` (plain JavaScript) or `wasm`. */
export async function openTensorflow(name, backend) {
  if (backend === 'wasm') setThreadsCount(1);
  tf.env().set('IS_TEST', false);
  if (!(await tf.setBackend(backend))) throw new Error(`backend ${backend} does not start`);
  await tf.ready();
  const { layers, parameters, input, labels, classes } = chain(name, { channelsLast: true });
  const variables = parameters.map(({ shape, values }) =>
    tf.variable(values === undefined ? tf.zeros(shape) : tf.tensor(values, shape)),
  );
  const x = tf.tensor(input.values, input.shape);
  const y = tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat();
  const apply = (value, { layer, kernel, bias, relu }) => {
    switch (layer) {
      case 'conv2d':
        value = tf.conv2d(value, variables[kernel], 1, 'same').add(variables[bias]);
        break;
      case 'dense':
        value = tf.matMul(value, variables[kernel]).add(variables[bias]);
        break;
      case 'maxPool2d':
        return tf.maxPool(value, 2, 2, 'valid');
      case 'flatten':
        return value.reshape([value.shape[0], -1]);
    }
    return relu ? value.relu() : value;
  };
  const adam = tf.train.adam(1e-3);
  return {
    version: `TensorFlow.js ${tf.version.tfjs}`,
    step() {
      const loss = adam.minimize(() => tf.losses.softmaxCrossEntropy(y, layers.reduce(apply, x)), true);
      const number = loss.dataSync()[0];
      loss.dispose();
      return number;
    },
  };
}
