import { beforeAll, expect, it } from 'vitest';
import { zoo } from '../../bench/zoo.mjs';
import { diagnose, runTrial, type Subject } from '../../src/diagnosis/index.ts';
import * as library from '../../src/index.ts';

let executor: library.Executor;
beforeAll(async () => {
  executor = await library.openExecutor({ threads: 1 });
});

it.each(Object.entries(zoo))(
  'nothing wrong is found with the healthy network %s',
  async (_name, make) => {
    const subject: Subject = await make(library);
    const { verdict, causes, before, constantScore } = await diagnose(subject, {
      seeds: [0],
      executor,
      run: (request) => runTrial(subject, request, executor),
    });
    // It learns: else there would be no health to find.
    expect(before.score).toBeGreaterThan(constantScore + 0.7 * (1 - constantScore));
    expect(causes.filter(({ status }) => status === 'confirmed')).toEqual([]);
    expect(verdict).toBe('healthy');
  },
  240_000,
);
