/**
 * Healthy networks, on data that they learn: a diagnosis must find nothing wrong with any. Those of our own layers come first,
 * then files of PyTorch and Keras. Each is a function of the library, which tests take from the sources and the
 * benchmark from dist/.
 */
import { fileURLToPath } from 'node:url';
import { seededRandom } from './diagnosis-figures.mjs';

const fixture = (path) => fileURLToPath(new URL(`../test/fixtures/${path}`, import.meta.url));

function normalNumbers(seed) {
  const uniform = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Samples in two parts: `sample(index)` gives the inputs and the targets of one. */
function data({ MemoryDataset }, samples, shape, sample) {
  const part = (source, from, to) => {
    const rows = Array.from({ length: to - from }, (_, index) => sample(from + index));
    const width = rows[0].y.length;
    return new MemoryDataset({
      source,
      layout: shape.length === 3 ? 'images' : 'features',
      inputs: [
        {
          name: 'x',
          values: tensor(
            [rows.length, ...shape],
            rows.flatMap(({ x }) => x),
          ),
        },
      ],
      target: {
        name: 'y',
        values: tensor(
          [rows.length, width],
          rows.flatMap(({ y }) => y),
        ),
      },
    });
  };
  const cut = Math.round(samples * 0.75);
  return { train: part('training samples', 0, cut), validation: part('validation samples', cut, samples) };
}

const tensor = (shape, numbers) => ({ dtype: 'float32', shape, data: Float32Array.from(numbers) });

const oneHot = (index, count) => Array.from({ length: count }, (_, other) => (other === index ? 1 : 0));

/** A few numbers a sample, and what `target` makes of them. */
const table = (library, samples, width, target) => {
  const normal = normalNumbers(width + samples);
  return data(library, samples, [width], () => {
    const x = Array.from({ length: width }, normal);
    return { x, y: [target(x, normal)].flat() };
  });
};

/** Sequences of one of `count` pitches, in any phase: steps of `width` channels each, or channels of steps. */
const tones = (library, samples, shape, count, target = (kind) => oneHot(kind, count), channelsFirst = false) => {
  const normal = normalNumbers(5);
  const uniform = seededRandom(6);
  const [steps, width] = channelsFirst ? [shape[1], 1] : shape;
  return data(library, samples, shape, (index) => {
    const kind = index % count;
    const phase = uniform() * 6.28;
    const x = Array.from({ length: steps * width }, (_, place) => {
      const wave = Math.sin((0.5 + 0.5 * kind) * Math.floor(place / width) + phase + (place % width));
      return wave + 0.2 * normal();
    });
    return { x, y: target(kind, x) };
  });
};

/** Spectra, smooth over bands and over time, as all steps of each band. */
const spectra = (library, samples, [bands, steps], count) => {
  const normal = normalNumbers(9);
  const uniform = seededRandom(10);
  return data(library, samples, [bands, steps], (index) => {
    const kind = index % count;
    const phase = uniform() * 6.28;
    const x = Array.from({ length: bands * steps }, (_, place) => {
      const wave = (0.4 + 0.4 * kind) * (place % steps) + 0.3 * Math.floor(place / steps);
      return Math.sin(wave + phase) + 0.2 * normal();
    });
    return { x, y: oneHot(kind, count) };
  });
};

/** Images of stripes in one of `count` directions; channels first, or last as in Keras. */
const stripes = (library, samples, [channels, height, width], count, isLast = false) => {
  const normal = normalNumbers(7);
  const uniform = seededRandom(8);
  const shape = isLast ? [height, width, channels] : [channels, height, width];
  return data(library, samples, shape, (index) => {
    const kind = index % count;
    const [across, along] = [Math.cos((kind * Math.PI) / count) * 1.4, Math.sin((kind * Math.PI) / count) * 1.4];
    const phase = uniform() * 6.28;
    const pixel = (row, column) => Math.sin(across * row + along * column + phase) + 0.3 * normal();
    const x = [];
    if (isLast) {
      for (let place = 0; place < height * width; place++) {
        const value = pixel(Math.floor(place / width), place % width);
        for (let channel = 0; channel < channels; channel++) x.push(value);
      }
    } else {
      for (let place = 0; place < channels * height * width; place++)
        x.push(pixel(Math.floor(place / width) % height, place % width));
    }
    return { x, y: oneHot(kind, count) };
  });
};

/** What is diagnosed: a network, drawn anew for every seed, its data, and a recipe. */
function subject({ resolveRecipe }, build, parts, { loss, ...recipe }) {
  const resolved = resolveRecipe({
    epochs: 30,
    batchSize: 16,
    ...recipe,
    optimizer: { name: 'adam', learningRate: 3e-3, ...recipe.optimizer },
  });
  const design = { network: build(0), recipe: { ...resolved, loss }, targets: { kind: 'as given' } };
  return { design, ...parts, reinitialize: build };
}

const own = (library, layers, parts, recipe) =>
  subject(
    library,
    (seed) => library.sequential(layers, { inputShape: parts.train.inputs[0].shape, seed }),
    parts,
    recipe,
  );

async function imported(library, path, parts, recipe) {
  const { reinitialize, recipe: ofFile } = await library.openNetwork(fixture(path));
  return subject(library, reinitialize, parts, { loss: ofFile.loss, ...recipe });
}

const surface = (x) => Math.sin(x[0]) + 0.5 * x[1] * x[2];
/** One of four classes. */
const corner = (x) => oneHot((x[0] + x[2] > 0 ? 1 : 0) + (x[1] > 0 ? 2 : 0), 4);

export const zoo = {
  'dense-regression': (library) =>
    own(
      library,
      [
        { layer: 'dense', units: 32 },
        { layer: 'dense', units: 32 },
        { layer: 'dense', units: 1 },
      ],
      table(library, 400, 3, surface),
      { loss: 'mse' },
    ),
  'dense-several-numbers': (library) =>
    own(
      library,
      [
        { layer: 'dense', units: 48, activation: 'tanh' },
        { layer: 'dense', units: 2 },
      ],
      table(library, 400, 3, (x) => [surface(x), x[0] - x[2]]),
      { loss: 'mse', epochs: 40 },
    ),
  'dense-yes-no': (library) =>
    own(
      library,
      [
        { layer: 'dense', units: 32 },
        { layer: 'dense', units: 16 },
        { layer: 'dense', units: 1 },
      ],
      table(library, 400, 2, ([a, b]) => (a * a + b * b > 1.4 ? 1 : 0)),
      { loss: 'binaryCrossEntropy' },
    ),
  'dense-classes-layer-norm': (library) =>
    own(
      library,
      [
        { layer: 'dense', units: 32 },
        { layer: 'layerNorm' },
        { layer: 'dense', units: 32 },
        { layer: 'dense', units: 4 },
      ],
      table(library, 400, 5, corner),
      { loss: 'categoricalCrossEntropy' },
    ),
  'dense-labels-dropout': (library) =>
    own(
      library,
      [
        { layer: 'dense', units: 48 },
        { layer: 'dropout', rate: 0.1 },
        { layer: 'dense', units: 3, activation: 'sigmoid' },
      ],
      table(library, 400, 6, (x) => [x[0] + x[1], x[2] - x[3], x[4] + 0.5 * x[5]].map((sum) => (sum > 0.2 ? 1 : 0))),
      { loss: 'binaryCrossEntropyOnProbabilities' },
    ),
  'conv-classes-batch-norm': (library) =>
    own(
      library,
      [
        { layer: 'conv2d', filters: 8 },
        { layer: 'batchNorm' },
        { layer: 'maxPool2d' },
        { layer: 'conv2d', filters: 12, padding: 'valid' },
        { layer: 'globalAveragePool' },
        { layer: 'dense', units: 3 },
      ],
      stripes(library, 200, [1, 8, 8], 3),
      { loss: 'categoricalCrossEntropy', epochs: 20 },
    ),
  'conv-over-time': (library) =>
    own(
      library,
      [{ layer: 'conv1d', filters: 12, kernelSize: 5 }, { layer: 'globalMaxPool' }, { layer: 'dense', units: 3 }],
      tones(library, 240, [1, 20], 3, undefined, true),
      { loss: 'categoricalCrossEntropy', epochs: 20 },
    ),
  'residual-regression': (library) => {
    const build = (seed) =>
      library.functional(
        ({ input, layer, add }) => {
          let x = layer({ layer: 'dense', units: 24 })(input('x', [3]));
          for (let block = 0; block < 2; block++) {
            const inner = layer({ layer: 'dense', units: 24 })(x);
            x = add(x, layer({ layer: 'dense', units: 24, activation: 'linear' })(inner));
          }
          return layer({ layer: 'dense', units: 1 })(x);
        },
        { seed },
      );
    return subject(library, build, table(library, 400, 3, surface), { loss: 'mse' });
  },
  'lstm-classes': (library) =>
    own(
      library,
      [
        { layer: 'lstm', units: 16 },
        { layer: 'dense', units: 3 },
      ],
      tones(library, 240, [10, 1], 3),
      { loss: 'categoricalCrossEntropy', epochs: 25, optimizer: { learningRate: 1e-2 } },
    ),
  'lstm-transposed-on-purpose': (library) =>
    own(
      library,
      [
        { layer: 'permute', axes: [2, 1] },
        { layer: 'lstm', units: 16 },
        { layer: 'dense', units: 3 },
      ],
      spectra(library, 240, [6, 16], 3),
      { loss: 'categoricalCrossEntropy', epochs: 20 },
    ),
  'gru-regression': (library) =>
    own(
      library,
      [
        { layer: 'gru', units: 16 },
        { layer: 'dense', units: 1 },
      ],
      tones(library, 240, [8, 1], 2, (_, x) => [x.at(-1) + 0.5 * x[4]]),
      { loss: 'mse', optimizer: { learningRate: 1e-2 } },
    ),
  'attention-classes': (library) =>
    own(
      library,
      [
        { layer: 'dense', units: 16, activation: 'linear' },
        { layer: 'positionEmbedding' },
        { layer: 'multiHeadAttention', heads: 2 },
        { layer: 'layerNorm' },
        { layer: 'flatten' },
        { layer: 'dense', units: 3 },
      ],
      tones(library, 300, [8, 1], 3),
      { loss: 'categoricalCrossEntropy', epochs: 25 },
    ),
  'pytorch-dense': (library) =>
    imported(
      library,
      'onnx-pytorch/mlp-script.onnx',
      table(library, 400, 6, (x) => oneHot(x[0] > 0.4 ? 2 : x[1] > 0 ? 1 : 0, 3)),
      { loss: 'categoricalCrossEntropy' },
    ),
  'pytorch-lenet': (library) =>
    imported(library, 'onnx-pytorch/lenet-program.onnx', stripes(library, 240, [1, 12, 12], 4), {
      loss: 'categoricalCrossEntropy',
    }),
  'pytorch-transformer': (library) =>
    imported(library, 'onnx-pytorch/transformer-script.onnx', tones(library, 240, [6, 5], 3), {
      loss: 'categoricalCrossEntropy',
    }),
  'keras-batch-norm': (library) =>
    imported(
      library,
      'keras/cases/batch-normalised.keras',
      table(library, 400, 7, (x) => oneHot(x[0] + x[1] - x[2] > 0 ? 1 : 0, 2)),
    ),
  'keras-images': (library) =>
    imported(library, 'keras/cases/small-images.keras', stripes(library, 240, [1, 8, 8], 3, true)),
  'keras-sequences': (library) =>
    imported(
      library,
      'keras/cases/sequence-gru.keras',
      tones(library, 240, [9, 2], 3, (kind) => [kind]),
    ),
};
