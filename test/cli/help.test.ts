import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useCommandLine } from './command-line.ts';

const root = join(import.meta.dirname, '../..');
const { netwright } = useCommandLine();
const commands = [
  'train',
  'diagnose',
  'evaluate',
  'predict',
  'summary',
  'check',
  'verify-resume',
  'compare',
  'invariance',
  'board',
  'report',
  'plot',
  'case-study',
];

describe('netwright --help', () => {
  it('lists the commands and the exit codes', async () => {
    const { code, stdout, stderr } = await netwright(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toMatch(/Exit codes:\n {2}0 {4}fine\n {2}1 .*\n {2}2 .*\n {2}3 .*\n {2}130 /);
  });

  it.each(commands)('shows options, examples and exit codes of %s', async (command) => {
    const { code, stdout } = await netwright([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: netwright ${command}`);
    expect(stdout).toContain(`Examples:\n  netwright ${command} `);
    expect(stdout).toContain('Exit codes:');
  });

  it.each(commands)('leaves no option of %s out of the guide', async (command) => {
    const guide = readFileSync(join(root, 'docs/command-line.md'), 'utf8');
    const chapter = guide.split(/^## /m).find((text) => text.startsWith(`\`netwright ${command}\``)) ?? '';
    const { stdout } = await netwright([command, '--help']);
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option!);
    expect(options.length).toBeGreaterThan(2);
    expect(options.filter((option) => option !== '--help' && !chapter.includes(`\`${option}`))).toEqual([]);
    const choices = [...stdout.matchAll(/\(choices: ([^)]*)\)/g)].flatMap(([, list]) => list!.match(/[^\s",]+/g) ?? []);
    expect(choices.filter((choice) => !guide.includes(`\`${choice}\``))).toEqual([]);
    const documented = [...chapter.matchAll(/^\| `(--[\w-]+)/gm)].map(([, option]) => option!);
    expect(documented.filter((option) => !options.includes(option))).toEqual([]);
  });

  it('shows the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await netwright(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('wrong usage', () => {
  it.each([
    ['no command', [], /^Usage: netwright/],
    ['a misspelt command', ['trian'], /^netwright: unknown command 'trian'\n\(Did you mean train\?\)\n$/],
    [
      'a misspelt option',
      ['train', '--epoch', '3'],
      /^netwright: unknown option '--epoch'\n\(Did you mean --epochs\?\)\n$/,
    ],
    [
      'a number that is none',
      ['train', '--epochs', 'many'],
      /'--?e, --epochs <N>' argument 'many' .*whole number of 1/,
    ],
    ['a number out of range', ['train', '--validation-fraction', '1'], /argument '1' .*between 0 and 1/],
    ['a learning rate of nothing', ['train', '--learning-rate', '0'], /expected a number above 0/],
    ['an unknown loss', ['train', '--loss', 'mes'], /argument 'mes' is invalid\. Allowed choices are crossEntropy,/],
    [
      'epochs and steps',
      ['train', '--epochs', '1', '--steps', '1'],
      /^netwright: give --epochs or --steps, not both\n$/,
    ],
    [
      'two limits of gradients',
      ['train', '--gradient-clip-norm', '1', '--gradient-clip-value', '1'],
      /^netwright: give --gradient-clip-norm or --gradient-clip-value, not both\n$/,
    ],
    ['an unknown score', ['train', '--metrics', 'mae,acuracy'], /'acuracy' is none of accuracy, topKAccuracy,/],
    ['a schedule that needs options', ['train', '--schedule', 'step'], /argument 'step' is invalid\. Allowed choices/],
    ['no data', ['train'], /^netwright: no data: give --data DATA/],
    ['no model to evaluate', ['evaluate', '--data', 'x.npz'], /missing required argument 'MODEL'/],
    ['no data to predict from', ['predict', 'model.onnx'], /required option '-d, --data <DATA>' not specified/],
    ['nothing to sum up', ['summary'], /^netwright: give MODEL, or --data DATA, or both\n$/],
    ['two models', ['train', 'a.json', 'b.json'], /too many arguments/],
    ['a model of an unknown kind', ['train', 'a.txt'], /^netwright: 'a\.txt' is neither a recipe nor a model/],
  ])('%s exits with 2 and says what is wrong', async (_title, args, message) => {
    const { code, stdout, stderr } = await netwright(args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
