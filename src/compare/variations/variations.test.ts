import { describe, expect, it } from 'vitest';
import { compose, type LayerInput, type Network } from '../../nn/index.ts';
import { resolveRecipe } from '../../train/index.ts';
import { chooseVariation, type LayerVariation, type Variation, variations } from './index.ts';

const layers: LayerInput[] = [
  { layer: 'conv2d', filters: 4 },
  { layer: 'batchNorm' },
  { layer: 'maxPool2d', name: 'pool' },
  { layer: 'conv2d', filters: 6, inputs: ['pool'] },
  { layer: 'maxPool2d' },
  { layer: 'flatten' },
  { layer: 'dense', units: 5 },
  { layer: 'dense', units: 3 },
];
const build = (edited: readonly LayerInput[]): Network =>
  compose([...edited], { inputs: { input: { shape: [1, 8, 8] } }, seed: 0 });
const edit = (text: string, value: string, base = layers) =>
  (chooseVariation(text) as LayerVariation).edit(base, value);
const kinds = (edited: readonly LayerInput[]) => edited.map(({ layer }) => layer);
const operators = (edited: readonly LayerInput[]) => build(edited).graph.nodes.map(({ opType }) => opType);

describe.each(variations.map((variation) => [variation.name, variation] as const))('%s', (_name, variation) => {
  it('makes a sound network or recipe of each of its variants', () => {
    for (const value of variation.values) {
      if (variation.changes === 'layers') build(variation.edit(layers, value));
      else resolveRecipe(variation.edit(resolveRecipe({}), value));
    }
  });

  it('leaves what it was given as it is', () => {
    const before = JSON.stringify(layers);
    if (variation.changes === 'layers') variation.edit(layers, variation.values[1]!);
    expect(JSON.stringify(layers)).toBe(before);
  });
});

describe('the variants', () => {
  it('of init differ in the deviation of the weights, which variance scaling fits to each layer', () => {
    const deviation = ({ graph }: Network, name: string) => {
      const { data } = graph.initializers.get(name)!;
      return Math.sqrt(Array.from(data as Float32Array).reduce((sum, value) => sum + value ** 2, 0) / data.length);
    };
    const scaled = build(edit('init', 'variance-scaling'));
    const gaussian = build(edit('init', 'gaussian-1'));
    expect(deviation(scaled, 'dense_1/kernel')).toBeCloseTo(Math.sqrt(2 / 24), 1);
    expect(deviation(gaussian, 'dense_1/kernel')).toBeCloseTo(1, 0);
    expect(build(layers).graph.initializers).toEqual(scaled.graph.initializers);
  });

  it('of width change every hidden convolution and leave dense layers; without convolutions hidden dense layers', () => {
    const widths = edit('width', '16').map((layer) => ('filters' in layer ? layer.filters : undefined));
    expect(widths.filter((width) => width !== undefined)).toEqual([16, 16]);
    expect(edit('width', '16').slice(-2)).toEqual(layers.slice(-2));
    expect(edit('width', '16', layers.slice(-2))).toEqual([{ layer: 'dense', units: 16 }, layers.at(-1)]);
  });

  it('of pooling pool, stride or do neither, and layers that name a pooling still find it', () => {
    expect(operators(edit('pooling', 'average'))).toContain('AveragePool');
    expect(kinds(edit('pooling', 'none'))).not.toContain('maxPool2d');
    const strided = edit('pooling', 'strided');
    expect(strided.map((layer) => ('strides' in layer ? layer.strides : undefined))[0]).toBe(2);
    const shapeOf = (edited: LayerInput[]) => build(edited).graph.initializers.get('dense_1/kernel')!.shape;
    expect(shapeOf(strided)).toEqual(shapeOf(layers));
    expect(shapeOf(edit('pooling', 'none'))).toEqual([6 * 64, 5]);
  });

  it('of activation stand behind normalisations and not behind the output layer', () => {
    const tanh = operators(edit('activation', 'tanh'));
    expect(tanh.filter((opType) => opType === 'Tanh')).toHaveLength(3);
    expect(tanh).not.toContain('Relu');
    expect(tanh.indexOf('Tanh')).toBeGreaterThan(tanh.indexOf('BatchNormalization'));
    expect(tanh.lastIndexOf('Gemm')).toBeGreaterThan(tanh.lastIndexOf('Tanh'));
  });

  it('of a path change a field of the recipe, or of a layer by its place or name', () => {
    const recipe = (text: string, value: string) => {
      const variation: Variation = chooseVariation(text);
      if (variation.changes === 'layers') throw new Error('expected a variation of the recipe');
      return resolveRecipe(variation.edit(resolveRecipe({ steps: 7 }), value));
    };
    expect(recipe('optimizer.beta1=0.8,0.9', '0.8').optimizer).toMatchObject({ name: 'adam', beta1: 0.8 });
    expect(recipe('epochs=1,2', '2')).not.toHaveProperty('steps');
    expect(recipe('batchSize=1,2', '2')).toMatchObject({ steps: 7, batchSize: 2 });
    expect(
      recipe('gradientClipping={"name":"norm","maxNorm":1},{"name":"norm","maxNorm":2}', '{"name":"norm","maxNorm":2}'),
    ).toMatchObject({ gradientClipping: { maxNorm: 2 } });
    expect(edit('network.6.units=8,9', '9')[6]).toEqual({ layer: 'dense', units: 9 });
    expect(edit('network.pool.poolSize=2,4', '4')[2]).toMatchObject({ poolSize: 4 });
  });
});

describe('what cannot be varied is named, with what could:', () => {
  it.each([
    ['inti', /unknown variation \(did you mean 'init'\?\); expected init, width, pooling/],
    ['optimiser=adam,sgd', /unknown field 'optimiser' \(did you mean 'optimizer'\?\)/],
    ['batchSize', /give the values to compare, such as batchSize=a,b/],
    ['seed=1,2', /'seed' stays the same/],
    ['width=16', /two or more different values/],
    ['width=16,16', /two or more different values/],
  ])('%s', (text, message) => {
    expect(() => chooseVariation(text)).toThrow(message);
  });

  it.each([
    ['init', 'xaver', layers, /unknown variant 'xaver' \(did you mean 'xavier'\?\)/],
    ['width', 'many', layers, /found 'many', expected a whole number/],
    ['pooling', 'max', layers.slice(-2), /the network has no pooling layer/],
    ['pooling', 'strided', layers.slice(2), /no convolution without strides comes before the pooling at place 1/],
    ['activation', 'relu', layers.slice(-1), /has no hidden layer/],
    ['network.20.units=1,2', '1', layers, /no entry '20': expected a number from 0 to 7, or one of pool/],
    ['network.pol.poolSize=1,2', '1', layers, /no entry 'pol' \(did you mean 'pool'\?\)/],
  ])('%s, variant %s', (text, value, base, message) => {
    expect(() => edit(text, value, base)).toThrow(message);
  });
});
