import { describe, expect, it } from 'vitest';
import { rules } from '../src/diagnosis/index.ts';
import { causesIndex, readIndex, readRulePage, symptoms, symptomsOf } from './make-causes-index.mjs';

describe('docs/causes.md', () => {
  it('is what scripts/make-causes-index.mjs makes of the rules and their pages', () => {
    expect(readIndex()).toBe(causesIndex(rules, readRulePage));
  });

  it('knows every symptom that a page lists, and lists a cause for each', () => {
    const listed = new Set(rules.flatMap(({ name }) => symptomsOf(readRulePage(name))));
    expect([...listed].sort()).toEqual([...symptoms].sort());
  });
});

describe('symptomsOf', () => {
  it('refuses a page without its line', () => {
    expect(() => symptomsOf('# Nothing\n')).toThrow('lacks its line of symptoms');
  });
});
