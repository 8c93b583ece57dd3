import { describe, expect, it } from 'vitest';
import { staticEvidence } from '../evidence/static-evidence.ts';
import { sickTraining, subjectOf } from '../examples/example.ts';
import { examples } from '../examples/index.ts';
import { rules } from './index.ts';
import { likelihoodsOf, suspicionsOf, testableSuspicion } from './suspicions-of.ts';

const evidenceOf = (name: string) => staticEvidence(subjectOf(sickTraining(examples[name]!)));

describe('the catalogue of rules', () => {
  it('has one rule of each name, and an example for each', () => {
    const names = rules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(examples).sort()).toEqual([...names].sort());
  });

  it('cites rows of the article', () => {
    for (const { rows } of rules) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toMatch(/^([GDC])([1-9]|10)$/);
    }
  });
});

describe('suspicionsOf', () => {
  it('names with each suspicion the remedies that would change something, the likeliest of which counts', async () => {
    const found = await suspicionsOf(evidenceOf('constant-softmax'));
    const softmax = found.find(({ rule }) => rule.name === 'constant-softmax');
    expect(softmax?.suspicion).toMatchObject({ isCertain: true, layer: 'dense_2', remedies: ['outputActivation'] });
    expect(likelihoodsOf(found).get('outputActivation')?.likelihood).toBe(0.99);
    for (const { suspicion } of found) expect(suspicion.remedies.length).toBeGreaterThan(0);
  });

  it('leaves out what nothing could test, and keeps what is certain, measured or a note', () => {
    const evidence = evidenceOf('constant-softmax');
    const idle = { likelihood: 0.5, reason: 'it decays', remedies: ['constantRate'] } as const;
    expect(testableSuspicion(idle, evidence)).toBeUndefined();
    expect(testableSuspicion({ ...idle, isCertain: true }, evidence)?.remedies).toEqual([]);
    expect(testableSuspicion({ ...idle, isNote: true }, evidence)?.remedies).toEqual([]);
  });
});
