import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useCommandLine } from './command-line.ts';

const recipes = join(import.meta.dirname, '../../examples/recipes');
const { netwright } = useCommandLine();

describe('every example recipe trains', () => {
  it.each(readdirSync(recipes))('%s', async (name) => {
    const { code, stdout } = await netwright(['train', join(recipes, name), '--steps', '2', '--json']);
    const { steps, reason } = JSON.parse(stdout) as { steps: number; reason: string };
    expect({ code, steps, reason }).toEqual({ code: 0, steps: 2, reason: 'completed' });
  });
});
