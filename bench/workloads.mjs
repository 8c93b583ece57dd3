/** The networks of the benchmark, the same as in peers/pytorch/workloads.py: shape of a sample, batch, classes, layers. */
const mlp = (...widths) => widths.map((units) => ({ layer: 'dense', units }));
const convolutions = (...filters) => [
  ...filters.flatMap((count) => [{ layer: 'conv2d', filters: count }, { layer: 'maxPool2d' }]),
  { layer: 'flatten' },
  ...mlp(128, 10),
];

export const workloads = {
  'mlp-tiny': {
    description: 'dense 8-32-32-2, batch 32',
    shape: [8],
    batch: 32,
    classes: 2,
    layers: mlp(32, 32, 2),
    target: 6,
  },
  'mlp-small': {
    description: 'dense 784-256-128-10, batch 128',
    shape: [784],
    batch: 128,
    classes: 10,
    layers: mlp(256, 128, 10),
    target: 1.7,
  },
  'mlp-wide': {
    description: 'dense 784-2000-1600-10, batch 128',
    shape: [784],
    batch: 128,
    classes: 10,
    layers: mlp(2000, 1600, 10),
    target: undefined,
  },
  'conv-small': {
    description: 'conv 16-32 at 28x28, batch 32',
    shape: [1, 28, 28],
    batch: 32,
    classes: 10,
    layers: convolutions(16, 32),
    target: 1.2,
  },
  'conv-medium': {
    description: 'conv 64-64-128 at 32x32, batch 32',
    shape: [3, 32, 32],
    batch: 32,
    classes: 10,
    layers: convolutions(64, 64, 128),
    target: undefined,
  },
};
