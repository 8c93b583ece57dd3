import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromNumbers } from '../../src/core/index.ts';
import { createModel, encodeModel, GraphBuilder } from '../../src/graph/index.ts';
import { catalogue } from '../../src/ops/index.ts';
import { autoMpg, fixture, useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const inFolder = (name: string) => join(folder, name);
const table = (...rows: string[]) => `a,b,y\n${rows.join('\n')}\n`;

/** Two inputs, one output, and on the way to the kernel an operator that has no gradient as it is used here. */
function networkWithoutGradient(): Uint8Array {
  const builder = new GraphBuilder(catalogue, 'scattering');
  const input = builder.input('input', 'float32', ['batch', 2]);
  const kernel = builder.initializer('kernel', fromNumbers('float32', [2, 1], [0.5, -0.5]));
  const indices = builder.constant(fromNumbers('int64', [1, 1], [0]));
  const factors = builder.constant(fromNumbers('float32', [1, 1], [2]));
  const scattered = builder.withLayer('scaling', () =>
    builder.op('ScatterElements', [kernel, indices, factors], { axis: 0, reduction: 'mul' }),
  );
  builder.output(builder.op('Add', [builder.op('MatMul', [input, kernel]), builder.op('MatMul', [input, scattered])]));
  return encodeModel(createModel(builder.build()));
}

beforeAll(() => {
  const files: Record<string, string | Uint8Array> = {
    'cut.npz': readFileSync(fixture('npz/splits.npz')).subarray(0, 300),
    'nan.csv': table('1,2,0.5', '4,nan,0.25', '7,8,0.125'),
    'text.csv': table('1,2,0.5', '4,oops,0.25', '7,8,0.125'),
    'target.csv': table('1,2,0.5', '4,3,soon', '7,8,0.125', '9,3,1.5'),
    'texts.csv': table(...Array.from({ length: 30 }, (_, row) => `${row},id-${row},${row / 8}`)),
    'empty.csv': table('1,2,0.5', '4,,0.25', '7,8,0.125'),
    'constant.csv': table(...Array.from({ length: 30 }, (_, row) => `${row},${row % 7},2.5`)),
    'one-class.csv': table(...Array.from({ length: 30 }, (_, row) => `${row},${row % 7},no`)),
    'tiny.csv': table('1,2,0.5', '4,3,0.25', '7,8,0.125'),
    'header.csv': 'a,b,y\n',
    'good.csv': table(...Array.from({ length: 20 }, (_, row) => `${row},${row % 3},${row / 8}`)),
    'misspelt.json': '{ "bathSize": 3, "network": [{ "layer": "dense", "unit": 3 }] }',
    'torn.json': '{ "epochs": 3,\n  "seed": 4,\n}',
    'typo.json': '{ "epochs": ten }',
    'torn.yaml': 'epochs: 3\nnetwork: [\n',
    'list.json': '[1, 2]',
    'throws.mjs': 'throw new Error("no such luck");',
    'images.yaml': 'network:\n  - { layer: conv2d, filters: 8 }\n',
    'outputs.yaml': 'network:\n  - { layer: dense, units: 7 }\nloss: mse\n',
    'few.yaml': 'network:\n  - { layer: dense, units: 1 }\n',
    'scattering.onnx': networkWithoutGradient(),
    'cut.onnx': networkWithoutGradient().subarray(0, 100),
  };
  for (const [name, contents] of Object.entries(files)) writeFileSync(inFolder(name), contents);
});

const npz = fixture('npz/splits.npz');

describe('bad input ends with one clear line and leaves nothing behind:', () => {
  it.each([
    ['a missing file', ['--data', 'absent.npz'], 1, /^absent\.npz: no such file or folder$/],
    ['a missing recipe', ['absent.yaml', '--data', npz], 1, /^absent\.yaml: no such file or folder$/],
    ['a missing model', ['absent.onnx', '--data', npz], 1, /^absent\.onnx: no such file or folder$/],
    ['a truncated npz', ['--data', 'cut.npz'], 1, /^cut\.npz: is not a zip archive.* cut short/],
    [
      'a truncated model',
      ['cut.onnx', '--data', npz],
      1,
      /^cut\.onnx: is not an ONNX file, or is cut short or damaged$/,
    ],
    ['pickled objects', ['--data', fixture('npz/objects.npz')], 1, /objects\.npz: array 'y': .*pickled.* are refused/],
    [
      'a NaN in a table',
      ['--data', 'nan.csv'],
      1,
      /^nan\.csv: column 'b', row 2 below the header: found 'nan', expected/,
    ],
    [
      'a NaN in an array',
      ['--data', fixture('npz/not-finite.npz')],
      1,
      /not-finite\.npz: field 'x', sample 4, position \[1\]: found NaN, expected a finite number; 2 such values/,
    ],
    [
      'a text among numbers',
      ['--data', 'text.csv'],
      1,
      /^text\.csv: column 'b', row 2 .*found 'oops', expected a finite/,
    ],
    [
      'a column of texts where numbers belong',
      ['--data', 'texts.csv'],
      1,
      /^texts\.csv: column 'b' holds 30 different texts in 30 rows: it looks like an identifier.*--ignore b\), or .*preparation: \{ columns: \{ b: \{ categories: oneHot \} \} \}/,
    ],
    [
      'texts as numbers of a network of your own',
      ['few.yaml', '--data', 'one-class.csv', '--target', 'a'],
      2,
      /^one-class\.csv: column 'y' holds texts, and no preparation makes numbers of them: a network of your own has none/,
    ],
    [
      'an empty cell in a table',
      ['--data', 'empty.csv'],
      1,
      /^empty\.csv: column 'b', row 2 .*found an empty value, .*preparation: \{ columns: \{ b: \{ missing: mean \} \} \}/,
    ],
    [
      'a target that never changes',
      ['--data', 'constant.csv'],
      1,
      /^constant\.csv: target 'y' is 2\.5 for every training sample: there is nothing to learn\. Name another target/,
    ],
    ['a single class', ['--data', 'one-class.csv'], 1, /^one-class\.csv: target 'y': every sample is of class 'no'/],
    [
      'a split that leaves no sample to train on',
      ['--data', 'tiny.csv', '--validation-fraction', '0.9'],
      1,
      /^tiny\.csv: 0\.9 of 3 samples leaves the training part empty/,
    ],
    ['a table of no rows', ['--data', 'header.csv'], 1, /^header\.csv: no rows below the header/],
    ['a text in the target', ['--data', 'target.csv'], 1, /^target\.csv: column 'y', row 2 .*found 'soon', expected/],
    ['an unknown column', ['--data', autoMpg, '--target', 'mpg'], 1, /: no column 'mpg'; the columns are MPG, Cylind/],
    ['a target that cannot be told', ['--data', autoMpg], 2, /: which column is the target\?.*--target NAME/],
    ['an unknown array', ['--data', npz, '--target', 'z'], 1, /splits\.npz: no array 'z'; the arrays are/],
    [
      'a recipe with misspelt fields',
      ['misspelt.json', '--data', npz],
      2,
      /^misspelt\.json: .*unknown field 'unit' \(did you mean 'units'\?\); unknown field 'bathSize' \(did you mean 'batchSize'\?\)$/,
    ],
    ['a torn recipe', ['torn.json', '--data', npz], 2, /^torn\.json: not valid JSON: .* at line 3, column 1$/],
    ['a recipe with a word', ['typo.json', '--data', npz], 2, /^typo\.json: not valid JSON: .*"epochs": ten/],
    ['a torn YAML recipe', ['torn.yaml', '--data', npz], 2, /^torn\.yaml: not valid YAML: .* at line 3, column 1$/],
    ['a recipe that is a list', ['list.json', '--data', npz], 2, /^list\.json: expected an object with fields such as/],
    ['a recipe that throws', ['throws.mjs', '--data', npz], 2, /^throws\.mjs: cannot be run: no such luck$/],
    [
      'layers for inputs of another shape',
      ['images.yaml', '--data', npz],
      1,
      /^images\.yaml: layer 'conv2d_1': the input has shape \[batch, 2\], expected \[batch, channels, height, width\]/,
    ],
    [
      'outputs of another shape than the target',
      ['outputs.yaml', '--data', 'good.csv'],
      1,
      /good\.csv: target 'y' has float32 samples of shape \[1\]; the loss mse of an output \[batch, 7\] expects shape \[7\]/,
    ],
    [
      'fewer outputs than classes',
      ['few.yaml', '--data', npz],
      1,
      /splits\.npz: target 'y' has int64 samples of shape \[\] with 2 classes; the network has 1 outputs/,
    ],
    [
      'data of another shape than the model takes',
      ['scattering.onnx', '--data', autoMpg, '--target', 'MPG'],
      1,
      /auto-mpg\.csv: samples of 'inputs' have shape \[9\], the network's input 'input' expects \[2\]/,
    ],
    [
      'an operator without a gradient',
      ['scattering.onnx', '--data', 'good.csv', '--loss', 'mse'],
      1,
      /^ScatterElements node '.*' of layer 'scaling': has no gradient for reduction 'mul'/,
    ],
    ['a device that is not there', ['--data', npz, '--device', 'cuda'], 1, /^device 'cuda' is not available/],
    ['a name with a slash', ['--data', npz, '--name', 'a/b'], 2, /^run name 'a\/b': expected letters, digits/],
    ['a file for a folder of runs', ['--data', npz, '--runs', 'good.csv'], 1, /^good\.csv: cannot be written: a file/],
  ])('%s', async (_title, args, expected, message) => {
    const before = readdirSync(folder);
    const { code, stdout, stderr } = await netwright(['train', ...args, '--json']);
    const errors = stderr.split('\n').filter((line) => line.startsWith('netwright: '));
    expect(errors.map((line) => line.slice('netwright: '.length))).toEqual([expect.stringMatching(message)]);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(readdirSync(folder)).toEqual(before);
  });

  it('a folder that is no run, to evaluate and to predict from', async () => {
    for (const command of ['evaluate', 'predict']) {
      const { code, stderr } = await netwright([command, '.', '--data', npz]);
      expect(stderr).toMatch(/^netwright: \.: has no model\.onnx, so it is not the folder of a run/);
      expect(code).toBe(1);
    }
  });

  it('a network from elsewhere to evaluate, when no loss is named', async () => {
    const { code, stderr } = await netwright(['evaluate', 'scattering.onnx', '--data', npz]);
    expect(stderr).toMatch(/^netwright: scattering\.onnx: the loss .* is not known: name one \(--loss LOSS\)\n$/);
    expect(code).toBe(2);
  });
});
