import { describe, expect, it } from 'vitest';
import { compose } from './compose.ts';
import { type Connection, functional } from './functional.ts';
import type { LayerInput } from './layers/index.ts';
import { sequential } from './sequential.ts';

describe('functional', () => {
  it('builds what the same layers as plain data build', () => {
    const written = functional(({ input, layer, add, concat }) => {
      const [x, z] = [input('x', [4]), input('z', [3])];
      const sum = add(x, layer({ layer: 'dense', units: 4, name: 'inner' })(x));
      return layer({ layer: 'dense', units: 2 })(concat(sum, z));
    });
    const data = compose(
      [
        { layer: 'dense', units: 4, name: 'inner', inputs: ['x'] },
        { layer: 'add', inputs: ['x', 'inner'] },
        { layer: 'concat', inputs: ['add_1', 'z'] },
        { layer: 'dense', units: 2 },
      ],
      { inputs: { x: { shape: [4] }, z: { shape: [3] } } },
    );
    expect(written).toEqual(data);
  });

  it('builds what sequential builds of a chain, to the same first values', () => {
    const chain = functional(
      ({ input, layer }) =>
        layer({ layer: 'dense', units: 2 })(layer({ layer: 'dense', units: 3 })(input('input', [4]))),
      { seed: 3 },
    );
    const layers: LayerInput[] = [
      { layer: 'dense', units: 3 },
      { layer: 'dense', units: 2 },
    ];
    expect(chain).toEqual(sequential(layers, { inputShape: [4], seed: 3 }));
  });

  it('gives several outputs by name, and a layer that is applied again the same parameters', () => {
    const network = functional(({ input, layer }) => {
      const encode = layer({ layer: 'dense', units: 2 });
      return { left: encode(input('a', [3])), right: encode(input('b', [3])) };
    });
    expect(network.graph.outputs.map((output) => output.name)).toEqual(['left', 'right']);
    expect(network.layers.map(({ name, kind }) => [name, kind])).toEqual([
      ['dense_1', 'dense'],
      ['dense_1_again_1', 'shared'],
    ]);
    expect(network.parameters).toEqual(['dense_1/kernel', 'dense_1/bias']);
  });

  it('refuses a connection of another network, a repeated input and a layer that leads nowhere', () => {
    let foreign: Connection | undefined;
    functional(({ input, layer }) => {
      foreign = input('stranger', [3]);
      return layer({ layer: 'flatten' })(foreign);
    });
    expect(() => functional(({ layer }) => layer({ layer: 'flatten' })(foreign!))).toThrow(
      "network: 'stranger' belongs to another network",
    );
    expect(() =>
      functional(({ input, add }) => add(input('x', [3]), input('x', [3])), { source: 'siamese.ts' }),
    ).toThrow("siamese.ts: two inputs are named 'x'");
    expect(() =>
      functional(({ input, layer }) => {
        const x = input('x', [3]);
        layer({ layer: 'dense', units: 3 })(x);
        return layer({ layer: 'dense', units: 2 })(x);
      }),
    ).toThrow("layer 'dense_1' leads to no output");
  });
});
