/**
 * The networks of the benchmark, the same as in peers/pytorch/workloads.py: shape of a sample, batch, target, layers, and
 * the speed aimed at on one thread, in times that of PyTorch. What has a `vocabulary` takes indices below it.
 */
const mlp = (...widths) => widths.map((units) => ({ layer: 'dense', units }));
const convolutions = (...filters) => [
  ...filters.flatMap((count) => [{ layer: 'conv2d', filters: count }, { layer: 'maxPool2d' }]),
  { layer: 'flatten' },
  ...mlp(128, 10),
];

/** A convolution without bias, and its batch normalisation, which is followed by ReLU or not. */
const normalisedConvolution = (name, filters, { activation = 'relu', ...more } = {}) => [
  { layer: 'conv2d', name: `${name}_convolution`, filters, bias: false, activation: 'linear', padding: 1, ...more },
  { layer: 'batchNorm', name, activation },
];

/** Two convolutions with a way around them; the second stage and those after it halve the image. */
function residualBlock(stage, filters, before) {
  const strides = stage === 1 ? 1 : 2;
  const inputs = [before];
  const shortcut = { activation: 'linear', kernelSize: 1, padding: 0, strides, inputs };
  return [
    ...normalisedConvolution(`first_${stage}`, filters, { strides, inputs }),
    ...normalisedConvolution(`second_${stage}`, filters, { activation: 'linear' }),
    ...(stage === 1 ? [] : normalisedConvolution(`shortcut_${stage}`, filters, shortcut)),
    { layer: 'add', inputs: [stage === 1 ? before : `shortcut_${stage}`, `second_${stage}`] },
    { layer: 'activation', name: `block_${stage}` },
  ];
}

/** A block of a transformer, normalised before each part. */
const transformerBlock = (block, width, before) => [
  { layer: 'layerNorm', name: `attention_norm_${block}`, inputs: [before] },
  { layer: 'multiHeadAttention', name: `attention_${block}`, heads: 4, causal: true },
  { layer: 'add', name: `attended_${block}`, inputs: [before, `attention_${block}`] },
  { layer: 'layerNorm' },
  { layer: 'dense', units: 4 * width, activation: 'gelu' },
  { layer: 'dense', name: `narrow_${block}`, units: width, activation: 'linear' },
  { layer: 'add', name: `block_${block}`, inputs: [`attended_${block}`, `narrow_${block}`] },
];

export const workloads = {
  'mlp-tiny': {
    description: 'dense 8-32-32-2, batch 32',
    shape: [8],
    batch: 32,
    classes: 2,
    layers: mlp(32, 32, 2),
    goal: 6,
  },
  'mlp-small': {
    description: 'dense 784-256-128-10, batch 128',
    shape: [784],
    batch: 128,
    classes: 10,
    layers: mlp(256, 128, 10),
    goal: 1.7,
  },
  'mlp-wide': {
    description: 'dense 784-2000-1600-10, batch 128',
    shape: [784],
    batch: 128,
    classes: 10,
    layers: mlp(2000, 1600, 10),
    goal: 1.2,
  },
  'conv-small': {
    description: 'conv 16-32 at 28x28, batch 32',
    shape: [1, 28, 28],
    batch: 32,
    classes: 10,
    layers: convolutions(16, 32),
    goal: 1.2,
  },
  'conv-medium': {
    description: 'conv 64-64-128 at 32x32, batch 32',
    shape: [3, 32, 32],
    batch: 32,
    classes: 10,
    layers: convolutions(64, 64, 128),
    goal: 1.1,
  },
  'conv-single': {
    description: 'conv 64-64-128 at 32x32, batch 1',
    shape: [3, 32, 32],
    batch: 1,
    classes: 10,
    layers: convolutions(64, 64, 128),
    goal: 1.5,
  },
  resnet: {
    description: 'ResNet-8, width 16, batch norm, at 32x32, batch 32',
    shape: [3, 32, 32],
    batch: 32,
    classes: 10,
    layers: [
      ...normalisedConvolution('stem', 16),
      ...residualBlock(1, 16, 'stem'),
      ...residualBlock(2, 32, 'block_1'),
      ...residualBlock(3, 64, 'block_2'),
      { layer: 'globalAveragePool' },
      ...mlp(10),
    ],
    goal: 0.75,
  },
  gpt: {
    description: 'GPT, 2 blocks, width 128, 4 heads, 64 tokens of 256, batch 16',
    shape: [64],
    vocabulary: 256,
    batch: 16,
    classes: 256,
    targetShape: [64],
    layers: [
      { layer: 'embedding', vocabularySize: 256, units: 128 },
      { layer: 'positionEmbedding', name: 'places' },
      ...transformerBlock(1, 128, 'places'),
      ...transformerBlock(2, 128, 'block_1'),
      { layer: 'layerNorm' },
      ...mlp(256),
      { layer: 'permute', axes: [2, 1] },
    ],
    goal: 1,
  },
};
