import type { MetricBatch } from './metric.ts';

/** The outputs in the targets' unit: of log-rates their exponentials. */
export function predictedNumbers({ outputs, outputKind }: MetricBatch): Float32Array {
  return outputKind === 'logRates' ? outputs.map(Math.exp) : outputs;
}
