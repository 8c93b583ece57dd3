import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/data/support.ts';
import { autoMpg as cars, useCommandLine } from './command-line.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const { netwright } = useCommandLine();

describe('netwright check', () => {
  it('finds nothing in clean data, and says so with exit code 0', async () => {
    const { code, stdout } = await netwright(['check', '--data', cars, '--target', 'MPG']);
    expect(stdout).toContain('nothing found');
    expect(code).toBe(0);
  });

  it('reports a target that never changes, and ends where data cannot be read', async () => {
    const rows = (cells: (row: number) => string) =>
      `a,b,y\n${Array.from({ length: 30 }, (_, row) => `${row / 8},${cells(row)}`).join('\n')}\n`;
    const write = (name: string, text: string) => {
      writeFileSync(folder.path(name), text);
      return folder.path(name);
    };
    const constant = await netwright([
      'check',
      '--data',
      write(
        'constant.csv',
        rows((row) => `${(row * 7) % 11},2.5`),
      ),
    ]);
    expect(constant.stdout).toMatch(/fault {4}train: the target 'y' .*2\.5/);
    expect(constant.code).toBe(1);
    for (const [text, message] of [
      [rows((row) => `${row === 20 ? 'oops' : row},1.5`), /: column 'b', row 21 below the header: found 'oops'/],
      [rows((row) => `id-${row},1.5`), /: column 'b' holds 30 different texts in 30 rows: it looks like an identifier/],
      ['a,b,z\n1,2,3\n', /: which column is the target\?/],
      ['a,b,y\n', /: no rows below the header/],
    ] as const) {
      const { code, stderr } = await netwright(['check', '--data', write('bad.csv', text)]);
      expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(message)]);
      expect([1, 2]).toContain(code);
    }
  });

  it('ends with 1 where the test data are those of training', async () => {
    const copy = folder.path('test.csv');
    writeFileSync(copy, readFileSync(cars, 'utf8').split('\n').slice(0, 51).join('\n'));
    const { code, stdout } = await netwright(['check', '--data', cars, '-t', 'MPG', '--against', copy, '--json']);
    const { findings } = JSON.parse(stdout);
    expect(findings[0]).toMatchObject({ check: 'leakage', severity: 'fault', part: 'against' });
    expect(code).toBe(1);
  });
});

describe('netwright check MODEL', () => {
  const model = (name: string) => join(import.meta.dirname, '../..', name);
  const fuel = model('examples/models/fuel.keras');

  it('ends with 1 at an output that cannot reach its targets, and shows a step with the first weights', async () => {
    const { code, stdout } = await netwright(['check', fuel, '--data', cars, '--target', 'MPG']);
    expect(stdout).toMatch(/loss at first 68\d\.\d; the best constant answer has 60\.7\d/);
    expect(stdout).toMatch(/^miles_per_gallon +0 +100\.0 % +100\.0 % +100\.0 % +0 +0$/m);
    expect(stdout).toMatch(/^fault .*cannot reach the targets, layer miles_per_gallon \(output-out-of-reach\)$/m);
    expect(stdout).toMatch(/^suspicion .*\(unscaled-inputs, likelihood 0\.\d+\)$/m);
    expect(code).toBe(1);
  });

  it('finds no fault in a healthy network, as one JSON object', async () => {
    const path = folder.path('counts.csv');
    const cells = (row: number) => [Math.sin(row), Math.cos(3 * row), Math.sin(7 * row + 1)];
    const count = (row: number) => Math.round(2 + 2 * Math.sin(row));
    const rows = Array.from({ length: 300 }, (_, row) => [...cells(row), count(row)].join());
    writeFileSync(path, `a,b,c,y\n${rows.join('\n')}\n`);
    const keras = model('test/fixtures/keras/cases/counts.keras');
    const options = ['--epochs', '100', '--batch-size', '8', '--json'];
    const { code, stdout } = await netwright(['check', keras, '--data', path, ...options]);
    const { network } = JSON.parse(stdout);
    expect(network.faults).toEqual([]);
    expect(network.start).toMatchObject({ samples: 128, symmetric: [], silent: [] });
    expect(network.start.layers.map(({ name }: { name: string }) => name)).toEqual(['dense_11', 'dense_12']);
    expect(network.flow).toMatchObject({ inputs: [{ ignored: 0 }], rows: { moved: 0 } });
    expect(code).toBe(0);
  });

  it('names what keeps a network from running on the data', async () => {
    const { code, stdout } = await netwright(['check', fuel, '--data', cars, '--target', 'MPG', '--ignore', 'Weight']);
    expect(stdout).toMatch(/^fault .*cannot be trained on these data \(refused\)$/m);
    expect(stdout).toMatch(/samples of 'inputs' have shape \[8\].* expects \[9\]/);
    expect(code).toBe(1);
  });

  it('takes a recipe with layers of its own', async () => {
    const path = folder.path('symmetric.json');
    const layers = [
      { layer: 'dense', units: 8, activation: 'softmax' },
      { layer: 'dense', units: 1, activation: 'softmax' },
    ];
    writeFileSync(path, JSON.stringify({ network: layers, loss: 'mse', preparation: 'auto', target: 'MPG' }));
    const { code, stdout } = await netwright(['check', path, '--data', cars]);
    expect(stdout).toMatch(/^fault .*\(constant-softmax\)$/m);
    expect(code).toBe(1);
  });
});
