import type { MetricName } from '../nn/index.ts';
import type { Scores } from '../train/index.ts';
import { formatNumber, formatPercent } from './format.ts';

const metricTexts: Readonly<Record<MetricName, (value: number) => string>> = {
  accuracy: (value) => `accuracy ${formatPercent(value)}`,
  kerasAccuracy: (value) => `accuracy ${formatPercent(value)}`,
  topKAccuracy: (value) => `top-5 accuracy ${formatPercent(value)}`,
  precision: (value) => `precision ${formatPercent(value)}`,
  recall: (value) => `recall ${formatPercent(value)}`,
  f1: (value) => `F1 ${formatPercent(value)}`,
  auc: (value) => `AUC ${formatNumber(value)}`,
  rmse: (value) => `RMSE ${formatNumber(value)}`,
  r2: (value) => `R² ${formatNumber(value)}`,
  mae: (value) => `MAE ${formatNumber(value)}`,
};

/** `loss 0.3412, accuracy 87.9 %` */
export function formatScores({ loss, metrics }: Scores): string {
  const texts = Object.entries(metrics).map(([name, value]) => metricTexts[name as MetricName](value));
  return [`loss ${formatNumber(loss)}`, ...texts].join(', ');
}
