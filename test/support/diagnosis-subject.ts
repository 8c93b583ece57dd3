import { RandomStream } from '../../src/core/index.ts';
import { MemoryDataset } from '../../src/data/index.ts';
import type { Design, Subject } from '../../src/diagnosis/index.ts';
import { type LayerInput, type LossChoice, type Network, sequential, withInitializers } from '../../src/nn/index.ts';
import { type RecipeInput, resolveRecipe } from '../../src/train/index.ts';

/** Rows of numbers with targets computed from them. */
export function table(
  rows: number,
  columns: number,
  target: (row: readonly number[], index: number) => number | readonly number[],
  input: (row: number, column: number) => number = normalNumbers(),
): MemoryDataset {
  const x = new Float32Array(rows * columns);
  const y: number[] = [];
  for (let row = 0; row < rows; row++) {
    const numbers = Array.from({ length: columns }, (_, column) => input(row, column));
    x.set(numbers, row * columns);
    y.push(...[target(numbers, row)].flat());
  }
  const width = y.length / rows;
  return new MemoryDataset({
    source: 'a table',
    layout: 'features',
    inputs: [{ name: 'x', values: { dtype: 'float32', shape: [rows, columns], data: x } }],
    target: { name: 'y', values: { dtype: 'float32', shape: [rows, width], data: Float32Array.from(y) } },
  });
}

function normalNumbers(): () => number {
  const random = new RandomStream(1, 'inputs');
  return () => random.normal();
}

/** A training to be diagnosed: a network of layers or a given one, what a recipe says, and data. */
export function subjectFor(
  network: readonly LayerInput[] | Network,
  train: MemoryDataset,
  { loss = 'mse', ...recipe }: RecipeInput & { readonly loss?: LossChoice } = {},
  parts: Partial<Subject> = {},
): Subject {
  const build = (seed: number): Network =>
    'graph' in network ? network : sequential(network, { inputShape: train.inputs[0]!.shape, seed });
  const design: Design = {
    network: build(0),
    recipe: { ...resolveRecipe(recipe), loss },
    targets: { kind: 'as given' },
  };
  return { design, train, validation: undefined, reinitialize: build, ...parts };
}

/** A network with every element of some parameters set by a function of its position. */
export function withWeights(network: Network, values: Readonly<Record<string, (index: number) => number>>): Network {
  return withInitializers(
    network,
    new Map(
      Object.entries(values).map(([name, value]) => {
        const { shape, data } = network.graph.initializers.get(name)!;
        return [
          name,
          { dtype: 'float32', shape, data: Float32Array.from({ length: data.length }, (_, index) => value(index)) },
        ];
      }),
    ),
  );
}
