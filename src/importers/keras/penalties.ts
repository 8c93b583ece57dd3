import type { Constraint, Penalty } from '../../nn/index.ts';
import { Options } from './options.ts';
import { plainName } from './plain-name.ts';

/** A regularizer of Keras; `l2` alone has Keras's factor 0.01. Undefined where there is none, or one that adds nothing. */
export function readPenalty(given: unknown, place: string): Penalty | undefined {
  if (given === undefined || given === null) return undefined;
  const { plain, name, config } = plainName(given);
  const options = new Options(`${place}, regularizer '${name}'`, config);
  const factor = (option: 'l1' | 'l2', fallback: number) => options.number(option, fallback);
  switch (plain) {
    case 'l1':
      return penalty(factor('l1', 0.01), 0);
    case 'l2':
      return penalty(0, factor('l2', 0.01));
    case 'l1l2':
      return typeof given === 'string' ? penalty(0.01, 0.01) : penalty(factor('l1', 0), factor('l2', 0));
    default:
      throw options.error('is not known; known are l1, l2 and l1_l2');
  }
}

/** l1 and l2 as a penalty, undefined where both are 0. */
export function penalty(l1: number, l2: number): Penalty | undefined {
  if (l1 <= 0 && l2 <= 0) return undefined;
  return { ...(l1 > 0 ? { l1 } : {}), ...(l2 > 0 ? { l2 } : {}) };
}

/**
 * A constraint of Keras.
 *
 * @param axisOf for each axis in Keras, the axis of the stored parameter; undefined where they do not correspond
 */
export function readConstraint(
  given: unknown,
  axisOf: readonly number[] | undefined,
  place: string,
): Constraint | undefined {
  if (given === undefined || given === null) return undefined;
  const { plain, name, config } = plainName(given);
  const options = new Options(`${place}, constraint '${name}'`, config);
  if (plain === 'nonneg' || plain === 'nonnegative') return { name: 'nonNegative' };
  const stated: unknown[] = [config.axis ?? 0].flat(1);
  const axes = stated.map((axis) => (typeof axis === 'number' ? axisOf?.at(axis) : undefined));
  if (!axes.every((axis) => axis !== undefined)) throw options.error('takes a norm along axes that netwright cannot');
  switch (plain) {
    case 'maxnorm':
      return { name: 'maxNorm', limit: options.number('max_value', 2), axes };
    case 'unitnorm':
      return { name: 'unitNorm', axes };
    case 'minmaxnorm':
      return {
        name: 'minMaxNorm',
        minimum: options.number('min_value', 0),
        maximum: options.number('max_value', 1),
        rate: options.number('rate', 1),
        axes,
      };
    default:
      throw options.error('is not known; known are MaxNorm, UnitNorm, MinMaxNorm and NonNeg');
  }
}
