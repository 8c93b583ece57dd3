import { axisOver, type ValueAxis } from '../api/contract.ts';

/**
 * An axis for sizes: logarithmic where positive values span much, otherwise from 0, so that what hardly differs looks so.
 * What is 0 does not keep the others from logarithms. Undefined where nothing is finite.
 */
export function sizeAxis(values: readonly number[]): ValueAxis | undefined {
  const positive = axisOver([values.filter((value) => value > 0)]);
  const hasNegative = values.some((value) => value < 0);
  return positive?.isLogarithmic && !hasNegative ? positive : axisOver([values], { scale: 'linear', fromZero: true });
}
