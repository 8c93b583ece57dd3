import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as charts from '../src/charts/index.ts';
import { inRoot } from './house.mjs';
import { commandOf, drawOutcome, excerptOf, picture, readSection } from './make-diagnosis-picture.mjs';

describe('the diagnosis in the README', () => {
  it('is of a bundled network on bundled data', () => {
    const [command, model, option, data] = commandOf(readSection()!);
    expect([command, option]).toEqual(['diagnose', '--data']);
    expect(readFileSync(inRoot(model!)).length).toBeGreaterThan(0);
    expect(readFileSync(inRoot(data!)).length).toBeGreaterThan(0);
  });

  it('says verdict, cause, fix and score, and shows the picture', () => {
    expect(readSection()).toMatch(/\nfaulty: .*\n\ncause +.*\n\nfix +.*\nscore +R² /s);
    expect(readFileSync(inRoot('README.md'), 'utf8')).toContain('](docs/images/diagnosis.svg)');
  });

  it('has a picture in the form that the script draws', () => {
    const drawn = drawOutcome(charts, {
      before: { score: -0.5, losses: [600, 500] },
      after: { score: 0.9, losses: [1, 0.1] },
    });
    const withoutNumbers = (svg: string) => svg.slice(0, svg.indexOf('</title>'));
    const stored = readFileSync(picture, 'utf8');
    expect(withoutNumbers(stored)).toBe(withoutNumbers(drawn));
    expect(stored).toMatch(/as it is: R².*with the fix: R²/s);
  });
});

describe('excerptOf', () => {
  it('leaves out curves, cost and paths', () => {
    const report =
      '\nfaulty: it\n\ncause  it\n  1 ┤⠈⢆\n    └──\n     1   epoch   3\n\nruled out  that\n\nscore  R² 1\ncost  1 s\n';
    expect(excerptOf(report)).toBe('faulty: it\n\ncause  it\n\nscore  R² 1');
  });
});

describe('commandOf', () => {
  it('refuses a text without the command', () => {
    expect(() => commandOf('$ ls')).toThrow('lacks a line');
  });
});
