import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommandLine } from './command-line.ts';

const { folder, netwright } = useCommandLine();
const offsets: Readonly<Record<string, number>> = { red: 3, green: -2, blue: 5 };
const sizes = ['small', 'medium', 'large'];

/** A table with a name for every row, two columns of texts, and a number that is missing in each 25th row. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const colour = Object.keys(offsets)[(row * 7) % 3]!;
    const size = ((row * 5) % 4) % 3;
    const weight = ((row * 37) % 100) / 10;
    const price = offsets[colour]! + size + weight / 10;
    return [`n${row}`, colour, sizes[size], row % 25 === 3 ? '' : weight, price.toFixed(3)].join(',');
  });
  return `name,colour,size,weight,price\n${lines.join('\n')}\n`;
}

async function run(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await netwright(args);
  expect(stderr).not.toMatch(/netwright:/);
  expect(code).toBe(0);
  return { stdout, stderr };
}

const training = ['--data', 'table.csv', '--target', 'price', '--ignore', 'name', '--missing', 'mean'];

beforeAll(async () => {
  writeFileSync(join(folder, 'table.csv'), table(300));
  await run('train', ...training, '--epochs', '40', '--name', 'prices');
});

describe('a table with texts and missing values', () => {
  it('is learned from, and scored streamed from disk', async () => {
    const { stdout } = await run(
      'evaluate',
      'runs/prices',
      '--data',
      'table.csv',
      '--split',
      'validation',
      '--stream',
      'always',
      '--json',
    );
    expect(JSON.parse(stdout).parts.validation.metrics.r2).toBeGreaterThan(0.95);
    const recipe = JSON.parse(readFileSync(join(folder, 'runs/prices/recipe.json'), 'utf8'));
    expect(recipe).toMatchObject({ ignore: ['name'], preparation: { missing: 'mean' } });
  });

  it('is predicted from alike in memory and streamed from disk', async () => {
    const predict = ['predict', 'runs/prices', '--data', 'table.csv'];
    const [inMemory, streamed] = await Promise.all([run(...predict), run(...predict, '--stream', 'always')]);
    expect(streamed.stdout).toBe(inMemory.stdout);
  });

  it('predicts by the columns, categories and fill that it was trained on, and counts the texts that it does not know', async () => {
    const rows = ['large,9,red', 'large,,red', 'small,5,pink', 'medium,5,pink', 'small,5,'];
    writeFileSync(join(folder, 'new.csv'), `size,weight,colour\n${rows.join('\n')}\n`);
    const { stdout, stderr } = await run('predict', 'runs/prices', '--data', 'new.csv');
    expect(stderr).toContain(
      "column 'colour': 2 samples of 5 with a category that the network does not know, such as 'pink'\n",
    );
    const [heading, red, filled, ...others] = stdout.trimEnd().split('\n');
    expect(heading).toBe('price');
    expect(Math.abs(Number(red) - 5.9)).toBeLessThan(0.7);
    expect(Math.abs(Number(filled) - 5.5)).toBeLessThan(0.7);
    expect(others).toHaveLength(3);
    expect(others[0]).toBe(others[2]);
  });

  it('goes on training as it was read before', async () => {
    const data = ['--data', 'table.csv', '--target', 'price', '--loss', 'mse', '--epochs', '1'];
    await run('train', 'runs/prices', ...data);
  });

  it('is looked over: what is missing is a fault, until a model fills it in', async () => {
    const { code, stdout } = await netwright(['check', '--data', 'table.csv', '-t', 'price', '--ignore', 'name']);
    expect(stdout).toContain("train: column 'weight' has 12 missing or infinite values in 300 samples (4 %)");
    expect(stdout).toContain('--missing mean');
    expect(code).toBe(1);
    const withModel = await netwright([
      'check',
      'runs/prices',
      '--data',
      'table.csv',
      '--against',
      'table.csv',
      '--json',
    ]);
    const { findings } = JSON.parse(withModel.stdout) as { findings: { check: string; severity: string }[] };
    expect(findings.filter(({ check }) => check === 'nonFinite').map(({ severity }) => severity)).toEqual([
      'note',
      'note',
    ]);
  });

  it.each([
    [
      ['train', '--data', 'table.csv', '--target', 'price', '--missing', 'mean'],
      /column 'name' holds .* texts in 300 rows: it looks like an identifier.*--ignore name/,
    ],
    [
      ['train', '--data', 'table.csv', '--target', 'price', '--ignore', 'name'],
      /column 'weight', row 4 below the header: found an empty value.*12 of 300 rows.*preparation: \{ columns: \{ weight: \{ missing: mean \} \} \}/,
    ],
    [['train', ...training.slice(0, 6), '--no-preparation'], /column 'weight', row 4/],
    [
      ['train', '--data', 'table.csv', '--target', 'price', '--ignore', 'name,weight', '--no-preparation'],
      /column 'colour' holds texts, and no preparation makes numbers of them/,
    ],
    [
      ['train', '--data', 'table.csv', '--target', 'price', '--ignore', 'nmae'],
      /no column 'nmae'; the columns are name, colour/,
    ],
    [
      ['train', ...training, '--no-preparation'],
      /give --no-preparation, or --squash, --missing and --no-whiten, not both/,
    ],
  ])('%j ends with one line that says what to do', async (args, message) => {
    const { code, stderr } = await netwright(args);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(message)]);
    expect(code).toBeGreaterThan(0);
    expect(code).toBeLessThan(3);
  });
});
