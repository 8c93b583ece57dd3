import type { MetricName } from '../nn/index.ts';
import type { Scores } from '../train/index.ts';
import { formatNumber, formatPercent } from './format.ts';

interface MetricFormat {
  readonly label: string;
  /** Whether it is a share, shown in percent. */
  readonly isShare: boolean;
}

const share = (label: string): MetricFormat => ({ label, isShare: true });
const number = (label: string): MetricFormat => ({ label, isShare: false });

/** How each metric is shown. */
export const metricFormats: Readonly<Record<MetricName, MetricFormat>> = {
  accuracy: share('accuracy'),
  kerasAccuracy: share('accuracy'),
  topKAccuracy: share('top-5 accuracy'),
  precision: share('precision'),
  recall: share('recall'),
  f1: share('F1'),
  auc: number('AUC'),
  rmse: number('RMSE'),
  mse: number('MSE'),
  r2: number('R²'),
  mae: number('MAE'),
};

/** `loss 0.3412, accuracy 87.9 %` */
export function formatScores({ loss, metrics }: Scores): string {
  const texts = Object.entries(metrics).map(([name, value]) => {
    const { label, isShare } = metricFormats[name as MetricName];
    return `${label} ${isShare ? formatPercent(value) : formatNumber(value)}`;
  });
  return [`loss ${formatNumber(loss)}`, ...texts].join(', ');
}
