import { expect, it } from 'vitest';
import { Budget, BudgetEnded } from './budget.ts';

const never = () => new Promise<never>(() => undefined);

it('a budget of trials is spent by so many and no more', async () => {
  const budget = new Budget({ trials: 2 });
  expect(await Promise.all([budget.spend(async () => 'a'), budget.spend(async () => 'b')])).toEqual(['a', 'b']);
  await expect(budget.spend(async () => 'c')).rejects.toThrow(BudgetEnded);
  expect(budget.trials).toBe(2);
});

it('what is under way when the time is over is not waited for', async () => {
  const budget = new Budget({ seconds: 0.05 });
  await expect(budget.spend(never)).rejects.toThrow(BudgetEnded);
});

it('a search that is asked to stop stops at once', async () => {
  const controller = new AbortController();
  const budget = new Budget({ signal: controller.signal });
  const trial = budget.spend(never);
  controller.abort();
  await expect(trial).rejects.toThrow(BudgetEnded);
  await expect(budget.spend(async () => 1)).rejects.toThrow(BudgetEnded);
  budget.close();
});
