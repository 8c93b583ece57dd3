import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TimeBudget } from './time-budget.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('a time budget closes when something is spent, and opens when the share of the time has paid for it', () => {
  const budget = new TimeBudget(0.01);
  expect(budget.isOpen()).toBe(true);
  budget.spend(50);
  expect(budget.isOpen()).toBe(false);
  vi.advanceTimersByTime(4999);
  expect(budget.isOpen()).toBe(false);
  vi.advanceTimersByTime(2);
  expect(budget.isOpen()).toBe(true);
});

it('a time budget gives credit where it is asked for', () => {
  const budget = new TimeBudget(0.01);
  budget.spend(100);
  expect(budget.isOpen(100)).toBe(true);
  budget.spend(1);
  expect(budget.isOpen(100)).toBe(false);
});
