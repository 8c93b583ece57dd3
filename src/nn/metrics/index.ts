/** Metrics: scores that people read, gathered batch by batch; one file each. */
import type { TargetKind } from '../losses/index.ts';
import { accuracy } from './accuracy.ts';
import { areaUnderCurve } from './area-under-curve.ts';
import { f1 } from './f1.ts';
import { kerasAccuracy } from './keras-accuracy.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanSquaredError } from './mean-squared-error.ts';
import type { Metric } from './metric.ts';
import { precision } from './precision.ts';
import { rSquared } from './r-squared.ts';
import { recall } from './recall.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';
import { topKAccuracy } from './top-k-accuracy.ts';

export type { Metric, MetricBatch } from './metric.ts';

/** Every metric by its name. */
export const metrics = {
  accuracy,
  topKAccuracy,
  precision,
  recall,
  f1,
  auc: areaUnderCurve,
  rmse: rootMeanSquaredError,
  mse: meanSquaredError,
  r2: rSquared,
  mae: meanAbsoluteError,
  kerasAccuracy,
} satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** All metric names. */
export const metricNames = Object.keys(metrics) as MetricName[];

/** The metrics that fit a kind of target and are reported unless others are asked for. */
export function metricsFor(targetKind: TargetKind): MetricName[] {
  return allMetricsFor(targetKind).filter((name) => metrics[name].byDefault);
}

/** Every metric that fits a kind of target. */
export function allMetricsFor(targetKind: TargetKind): MetricName[] {
  return (Object.keys(metrics) as MetricName[]).filter((name) =>
    (metrics[name].targets as readonly TargetKind[]).includes(targetKind),
  );
}
