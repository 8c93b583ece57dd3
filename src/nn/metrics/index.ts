/** Metrics: scores that people read, gathered batch by batch; one file each. */
import type { TargetKind } from '../losses/index.ts';
import { accuracy } from './accuracy.ts';
import type { Metric } from './metric.ts';
import { rSquared } from './r-squared.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';

export type { Metric, MetricBatch } from './metric.ts';

/** Every metric by its name. */
export const metrics = {
  accuracy,
  rmse: rootMeanSquaredError,
  r2: rSquared,
} satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** The metrics that fit a kind of target. */
export function metricsFor(targetKind: TargetKind): MetricName[] {
  return (Object.keys(metrics) as MetricName[]).filter((name) =>
    (metrics[name].targets as readonly TargetKind[]).includes(targetKind),
  );
}
