import { type DataCheck, short } from './check.ts';

/** Deviations of a target beyond these make gradients, and what a learning rate of 1e-3 does, far too large or small. */
const largestDeviation = 100;
const smallestDeviation = 0.01;
/** A mean so many deviations from 0 takes a network long to reach. */
const farthestMean = 100;

/** Targets whose scale a network would have to learn first. */
export const targetScale: DataCheck = {
  summary: 'targets that are not scaled',
  find: ({ train, preparation }) => {
    const { target } = train.dataset;
    if (target === undefined || train.task()?.kind !== 'numbers' || preparation?.target !== undefined) return [];
    const { mean, standardDeviation } = train.statistics(target);
    const off = Array.from(mean, (_, group) => group).find((group) => {
      const deviation = standardDeviation[group]!;
      if (deviation === 0) return false;
      const isFar = Math.abs(mean[group]!) > farthestMean * deviation;
      return deviation > largestDeviation || deviation < smallestDeviation || isFar;
    });
    if (off === undefined) return [];
    return [
      {
        severity: 'note',
        part: train.name,
        message: `the target '${target.name}' has mean ${short(mean[off]!)} and deviation ${short(standardDeviation[off]!)}`,
        advice: 'Scale it inside the network (preparation: auto), which gives its outputs in the same unit',
      },
    ];
  },
};
