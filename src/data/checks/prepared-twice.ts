import { type DataCheck, short } from './check.ts';
import type { PartProfile } from './part-profile.ts';

/** Within so much of mean 0 and deviation 1 a feature looks whitened. */
const whitenedTolerance = 0.1;
/** Of all features that vary, so many must look whitened. */
const mostFeatures = 0.9;
/** Fewer features than this look whitened by chance. */
const fewestSamples = 30;
/** Images of values up to 1 that were divided by 255 once more. */
const scaledTwice = 1.001 / 255;

/** Data that were whitened or scaled before, in front of a model that does it itself; images scaled twice. */
export const preparedTwice: DataCheck = {
  summary: 'data that were whitened or scaled already',
  find: ({ train, others, preparation }) => {
    const findings: ReturnType<DataCheck['find']> = [];
    for (const part of [train, ...others]) {
      part.dataset.inputs.forEach((field, index) => {
        const { kind, maximum, minimum } = part.statistics(field);
        const fitted = preparation?.inputs[index];
        const far = fitted?.mean?.some(
          (mean, group) => !looksWhitened(mean, fitted.deviation![group]!) && fitted.squash?.[group] == null,
        );
        if (far && isWhitened(part, field)) {
          findings.push({
            severity: 'fault',
            part: part.name,
            message: `'${field.name}' has mean 0 and deviation 1 already, but the model whitens it itself, with means such as ${short(fitted!.mean![0]!)}: it would be applied twice`,
            advice: 'Give the model the raw data',
          });
        }
        const largest = Math.max(...maximum);
        if (kind === 'channel' && largest > 0 && largest <= scaledTwice && Math.min(...minimum) >= 0) {
          findings.push({
            severity: 'fault',
            part: part.name,
            message: `the images of '${field.name}' have values up to ${short(largest)}: they were divided by 255 twice`,
            advice: 'Divide them once, or not at all: the network whitens them',
          });
        }
      });
    }
    return findings;
  },
};

function looksWhitened(mean: number, deviation: number): boolean {
  return Math.abs(mean) < whitenedTolerance && Math.abs(deviation - 1) < whitenedTolerance;
}

function isWhitened(part: PartProfile, field: PartProfile['dataset']['inputs'][number]): boolean {
  if (part.dataset.length < fewestSamples) return false;
  const { mean, standardDeviation } = part.statistics(field);
  const varying = Array.from(mean, (_, group) => group).filter((group) => standardDeviation[group]! > 0);
  const whitened = varying.filter((group) => looksWhitened(mean[group]!, standardDeviation[group]!));
  return varying.length > 0 && whitened.length >= mostFeatures * varying.length;
}
