import { describe, expect, it } from 'vitest';
import { smoothSamples } from '../../../../test/support/smooth-samples.ts';
import { MemoryDataset } from '../../../data/index.ts';
import { type LayerInput, sequential } from '../../../nn/index.ts';
import { type RecipeInput, resolveRecipe } from '../../../train/index.ts';
import type { RemedyName } from '../../remedies/index.ts';
import type { Subject } from '../../subject.ts';
import { fixesOf, patchOf } from './index.ts';

/** 32 samples of two features of mean 500 and 0; targets of 0 and 1, or of mean 100. */
function subjectOf(
  layers: readonly LayerInput[],
  recipe: RecipeInput,
  targets: 'yes-no' | 'numbers' = 'yes-no',
): Subject {
  const x = Float32Array.from({ length: 64 }, (_, index) => (index % 2 === 0 ? 400 + 200 * ((index / 2) % 2) : 0));
  const y = Float32Array.from({ length: 32 }, (_, index) => (targets === 'yes-no' ? index % 2 : 90 + 20 * (index % 2)));
  const network = (seed: number) => sequential([...layers], { inputShape: [2], seed });
  const resolved = resolveRecipe(recipe);
  return {
    design: {
      network: network(0),
      recipe: { ...resolved, loss: resolved.loss ?? 'mse' },
      targets: { kind: 'as given' },
    },
    train: new MemoryDataset({
      source: 'samples',
      layout: 'features',
      inputs: [{ name: 'x', values: { dtype: 'float32', shape: [32, 2], data: x } }],
      target: { name: 'y', values: { dtype: 'float32', shape: [32, 1], data: y } },
    }),
    validation: undefined,
    reinitialize: network,
  };
}

const dense = (
  units: number,
  activation: 'linear' | 'relu' | 'sigmoid' | 'softmax' | 'tanh',
  name: string,
): LayerInput => ({
  layer: 'dense',
  units,
  activation,
  name,
});

const linesOf = (subject: Subject, names: readonly RemedyName[]) => patchOf(subject, names);

/** What the axes of smooth pictures or series, in an order in memory, ask of a network that reads them. */
function relayout(lengths: number[], order: number[], shape: number[], layers: LayerInput[]) {
  const network = () => sequential(layers, { inputShape: shape });
  const train = smoothSamples(100, lengths, { order, shape });
  const design = { ...subjectOf([dense(1, 'linear', 'answer')], {}).design, network: network() };
  const subject: Subject = { design, train, validation: undefined, reinitialize: network };
  const { keras, pytorch } = patchOf(subject, ['transposedLayout']);
  return { keras, pytorch };
}

describe('a patch', () => {
  it('transposes the axes of the inputs, or where the network reshapes', () => {
    const conv: LayerInput = { layer: 'conv2d', filters: 2, kernelSize: 3 };
    const channelsFirst: LayerInput = { layer: 'permute', axes: [3, 1, 2] };
    expect(relayout([10, 14, 3], [0, 3, 1, 2], [10, 14, 3], [channelsFirst, conv])).toEqual({
      keras: ['x = x.reshape(len(x), 3, 10, 14).transpose(0, 2, 3, 1)  # new data too'],
      pytorch: ['x = x.reshape(len(x), 3, 10, 14).permute(0, 2, 3, 1)  # new data too'],
    });
    const reshape: LayerInput = { layer: 'reshape', shape: [3, 10, 14], name: 'to_front' };
    expect(relayout([10, 14, 3], [0, 1, 2, 3], [10, 14, 3], [reshape, conv])).toEqual({
      keras: ['keras.layers.Permute((3, 1, 2), name="to_front")  # was Reshape'],
      pytorch: ['# in forward, at to_front: x = x.permute(0, 3, 1, 2), in place of the reshape'],
    });
    expect(relayout([10, 14, 3], [0, 1, 2, 3], [420], [reshape, conv])).toEqual({
      keras: ['keras.layers.Reshape((10, 14, 3))', 'keras.layers.Permute((3, 1, 2), name="to_front")  # was Reshape'],
      pytorch: [
        '# in forward, at to_front: x = x.reshape(len(x), 10, 14, 3).permute(0, 3, 1, 2), in place of the reshape',
      ],
    });
  });

  it('changes the activation of the last layer where the network is built', () => {
    const subject = subjectOf([dense(8, 'relu', 'hidden'), dense(1, 'softmax', 'answer')], {
      loss: 'binaryCrossEntropyOnProbabilities',
    });
    expect(linesOf(subject, ['outputActivation'])).toEqual({
      keras: ['keras.layers.Dense(1, activation="sigmoid", name="answer")  # was activation="softmax"'],
      pytorch: ['# in forward, after answer: torch.sigmoid, in place of torch.softmax(dim=-1)'],
    });
  });

  it('names width and activations of hidden layers, and what reads them', () => {
    const subject = subjectOf([dense(4, 'sigmoid', 'hidden'), dense(1, 'linear', 'answer')], {});
    const { keras, pytorch } = linesOf(subject, ['reluHidden', 'widerLayers']);
    expect(keras?.[0]).toBe('keras.layers.Dense(64, activation="relu", name="hidden")  # was 4, activation="sigmoid"');
    expect(pytorch).toContain('model.hidden = nn.Linear(2, 64)  # was 2, 4');
    expect(pytorch).toContain('model.answer = nn.Linear(64, 1)  # was 4, 1');
  });

  it('whitens with the numbers of the training data, once, and leaves a constant column', () => {
    const subject = subjectOf([dense(1, 'linear', 'answer')], {}, 'numbers');
    const { keras, pytorch } = linesOf(subject, ['whitenedInputs', 'scaledTargets']);
    expect(pytorch?.[0]).toBe('mean = torch.tensor([500, 0])');
    expect(keras).toEqual([
      'mean = np.array([500, 0], "float32")',
      'std = np.array([100, 1], "float32")',
      'x = (x - mean) / std  # new data too',
      'y = (y - 100) / 10  # predictions: * 10 + 100',
    ]);
  });

  it('clips, squashes and whitens inputs, each feature by its own numbers', () => {
    const first = Array.from({ length: 200 }, (_, index) => (index === 7 ? 1e6 : index % 10));
    const second = first.map((_, index) => index % 2);
    const subject = subjectOf([dense(1, 'linear', 'answer')], {});
    const x = Float32Array.from(first.flatMap((value, index) => [value, second[index]!]));
    const train = new MemoryDataset({
      source: 'samples',
      layout: 'features',
      inputs: [{ name: 'x', values: { dtype: 'float32', shape: [200, 2], data: x } }],
      target: { name: 'y', values: { dtype: 'float32', shape: [200, 1], data: Float32Array.from(second) } },
    });
    const clipped = linesOf({ ...subject, train }, ['clippedInputs']);
    expect(clipped.keras?.[0]).toBe(
      'x = np.clip(x, np.array([-23, -5], "float32"), np.array([32, 6], "float32"))  # new data too',
    );
    expect(clipped.pytorch?.[0]).toBe('x = x.clamp(torch.tensor([-23, -5]), torch.tensor([32, 6]))  # new data too');
    expect(clipped.keras?.slice(1).map((line) => line.split(' ')[0])).toEqual(['mean', 'std', 'x']);
    expect(clipped.recipe).toEqual({ preparation: { clip: { quartileRanges: 5 }, squash: 'none', target: 'none' } });
    const squashed = linesOf({ ...subject, train }, ['squashedInputs']);
    expect(squashed.keras?.[0]).toBe('x[..., 0] = np.log1p(np.maximum(x[..., 0] / 5, 0))  # new data too');
    expect(squashed.pytorch?.[0]).toBe('x[..., 0] = torch.log1p((x[..., 0] / 5).clamp(min=0))  # new data too');
    expect(squashed.recipe).toEqual({ preparation: { target: 'none' } });
  });

  it('puts inputs of a huge range through tanh alone, and drops the rate once', () => {
    const subject = subjectOf([dense(1, 'linear', 'answer')], {
      schedule: { name: 'multiStep', milestones: [5] },
      steps: 100,
      loss: 'mse',
    });
    const counts = Float32Array.from({ length: 400 }, (_, index) => (index < 2 ? 6e6 : 10 + (index % 10)));
    const train = new MemoryDataset({
      source: 'samples',
      layout: 'features',
      inputs: [{ name: 'x', values: { dtype: 'float32', shape: [200, 2], data: counts } }],
      target: { name: 'y', values: { dtype: 'float32', shape: [200, 1], data: new Float32Array(200).fill(1, 100) } },
    });
    const { keras, pytorch, recipe } = linesOf({ ...subject, train }, ['boundedInputs', 'lateDrop']);
    expect(keras).toEqual([
      'x[..., 0] = np.tanh(x[..., 0] / 1000000)  # new data too',
      'x[..., 1] = np.tanh(x[..., 1] / 1000000)  # new data too',
      'model.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=keras.optimizers.schedules.PiecewiseConstantDecay([80], [0.001, 0.0001])))',
    ]);
    expect(pytorch).toEqual([
      'x[..., 0] = torch.tanh(x[..., 0] / 1000000)  # new data too',
      'x[..., 1] = torch.tanh(x[..., 1] / 1000000)  # new data too',
      'scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 if step <= 80 else 0.1)  # scheduler.step() after every batch',
    ]);
    expect(recipe).toEqual({
      schedule: { name: 'piecewise', boundaries: [80], factors: [1, 0.1] },
      preparation: { squash: 'tanh', whiten: false, target: 'none' },
    });
  });

  it('says loss, optimizer and rate in one line, batches and epochs in another, and the same in the recipe', () => {
    const subject = subjectOf([dense(1, 'sigmoid', 'answer')], {
      loss: 'mse',
      optimizer: 'sgd',
      batchSize: 1,
      epochs: 2,
    });
    const { keras, pytorch, recipe } = linesOf(subject, ['taskLoss', 'adamOptimizer', 'usualBatches', 'moreEpochs']);
    expect(keras).toEqual([
      'model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=0.001))',
      'model.fit(x, y, batch_size=8, epochs=750)',
    ]);
    expect(pytorch).toEqual([
      'criterion = nn.BCELoss()',
      'optimizer = torch.optim.Adam(model.parameters(), lr=0.001)',
      'loader = torch.utils.data.DataLoader(dataset, batch_size=8, shuffle=True)',
      'epochs = 750',
    ]);
    expect(recipe).toMatchObject({ loss: 'binaryCrossEntropyOnProbabilities', batchSize: 8, epochs: 750 });
  });

  it('keeps what its author chose of optimizer and schedule, and tells clipping and order', () => {
    const subject = subjectOf([dense(1, 'linear', 'answer')], {
      loss: 'mse',
      optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.8, nesterov: true },
      schedule: { name: 'exponential', gamma: 0.5 },
      shuffle: false,
    });
    const { keras, pytorch } = linesOf(subject, ['learningRateTenth', 'gradientClipping', 'shuffledBatches']);
    expect(keras).toEqual([
      'model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=keras.optimizers.schedules.ExponentialDecay(0.01, decay_steps=1, decay_rate=0.5), momentum=0.8, nesterov=True, global_clipnorm=1))',
      'model.fit(x, y, shuffle=True)',
    ]);
    expect(pytorch).toEqual([
      'optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.8, nesterov=True)',
      '# before optimizer.step(): nn.utils.clip_grad_norm_(model.parameters(), 1)',
      'loader = torch.utils.data.DataLoader(dataset, batch_size=64, shuffle=True)',
    ]);
  });

  it('speaks the language of the subject alone', () => {
    const subject: Subject = { ...subjectOf([dense(1, 'softmax', 'answer')], {}), writtenIn: 'pytorch' };
    const [fix] = fixesOf(subject, ['outputActivation']);
    expect(Object.keys(fix!)).toEqual(['remedy', 'family', 'summary', 'pytorch']);
  });

  it('tells each change of several as what it changes after the ones before', () => {
    const subject = subjectOf([dense(4, 'sigmoid', 'hidden'), dense(1, 'softmax', 'answer')], {
      loss: 'binaryCrossEntropyOnProbabilities',
    });
    const fixes = fixesOf(subject, ['outputActivation', 'reluHidden', 'noDropout']);
    expect(fixes.map(({ remedy }) => remedy)).toEqual(['reluHidden', 'outputActivation']);
    expect(fixes.map(({ keras }) => keras?.length)).toEqual([1, 1]);
  });
});
