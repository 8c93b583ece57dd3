import { allMetricsFor, type MetricName } from '../../../nn/index.ts';
import type { DiagnosisTask } from '../../task.ts';
import type { Rule } from '../rule.ts';

/** A metric that says nothing about the task: accuracy of numbers stays near 0 however well they are predicted. */
export const metricCannotShow: Rule = {
  name: 'metric-cannot-show',
  family: 'loss',
  title: 'a metric that cannot show learning',
  rows: ['D8', 'D9'],
  suspect({ subject: { design }, task }) {
    const { metrics = [] } = design.recipe;
    const fitting = new Set<MetricName>(targetKinds(task).flatMap(allMetricsFor));
    const unfit = metrics.filter((name) => !fitting.has(name));
    if (unfit.length === 0 || unfit.length < metrics.length) return undefined;
    return {
      likelihood: 0.05,
      isNote: true,
      reason: `${unfit.join(', ')} cannot show how well ${task.kind === 'numbers' ? 'numbers' : 'classes'} are predicted: look at ${[...fitting].slice(0, 3).join(', ')}`,
      remedies: [],
    };
  },
};

function targetKinds(task: DiagnosisTask) {
  if (task.kind === 'numbers') return ['numbers'] as const;
  return task.kind === 'classes' ? (['classes', 'oneHot'] as const) : (['binary', 'oneHot', 'classes'] as const);
}
