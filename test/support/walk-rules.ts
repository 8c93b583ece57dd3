import { beforeAll, describe, expect, it } from 'vitest';
import { examples } from '../../src/diagnosis/examples/index.ts';
import { type ExampleOutcome, runExample } from '../../src/diagnosis/examples/run-example.ts';
import type { Family } from '../../src/diagnosis/families.ts';
import { rules } from '../../src/diagnosis/rules/index.ts';
import { type Executor, openExecutor } from '../../src/runtime/index.ts';

/** Of what there is to gain over a constant answer: what a cure adds at least, and what a healthy twin lacks at most. */
const cured = 0.3;
const negligible = 0.1;
/** Of the same, what a healthy training reaches. */
const learnt = 0.5;

/**
 * Trains the examples of all rules of some families: the sick one is suspected, with its layer, and cured by a remedy that
 * the rule names; its healthy twin learns, and the same trials confirm nothing.
 */
export function walkRules(families: readonly Family[]): void {
  describe.each(rules.filter(({ family }) => families.includes(family)))('$name', (rule) => {
    const example = examples[rule.name]!;
    let executor: Executor;
    let sick: ExampleOutcome;
    beforeAll(async () => {
      executor = await openExecutor({ threads: 1 });
      sick = await runExample(rule, example, 'sick', executor);
    });

    it('suspects the sick training, and names the layer', () => {
      expect(sick.suspicion?.layer).toBe(example.layer);
      expect(sick.suspicion?.reason).toMatch(/\w/);
      expect(sick.suspicion!.likelihood).toBeGreaterThan(0);
      expect(sick.suspicion!.likelihood).toBeLessThanOrEqual(1);
    });

    it('is confirmed by a trial that cures, or by its measurement', () => {
      if (example.cures?.length === 0) {
        const { isNote = false, measured } = sick.suspicion!;
        expect(isNote || measured?.status === 'confirmed').toBe(true);
      } else expect(sick.gain).toBeGreaterThan(example.gain ?? cured);
    });

    it('is not confirmed in the healthy twin', async () => {
      const healthy = await runExample(rule, example, 'healthy', executor);
      expect((healthy.before - healthy.floor) / (1 - healthy.floor)).toBeGreaterThan(learnt);
      expect(healthy.gain).toBeLessThan(negligible);
      expect(healthy.suspicion?.isCertain ?? false).toBe(false);
      expect(healthy.suspicion?.isNote ?? false).toBe(false);
      expect(healthy.suspicion?.measured?.status).not.toBe('confirmed');
    });
  });
}
