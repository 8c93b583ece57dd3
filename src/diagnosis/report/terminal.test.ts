import { describe, expect, it } from 'vitest';
import type { Diagnosis } from './diagnosis.ts';
import { htmlReport } from './html.ts';
import { terminalReport } from './terminal.ts';

const outcome = { score: 0.9, scores: [0.9], losses: [1, 0.5] };
const diagnosis: Diagnosis = {
  verdict: 'faulty',
  summary: 'outputs depend on other samples of the batch',
  causes: [
    {
      rule: 'mixed-samples',
      family: 'layout',
      title: 'outputs depend on other samples of the batch',
      status: 'confirmed',
      reason: 'one sample was exchanged for another',
      likelihood: 0.9,
      measured: { status: 'confirmed', quantity: 'samples that moved', found: 20, expected: 0 },
      fix: {
        remedy: 'batchFirst',
        family: 'layout',
        summary: 'the batch first',
        pytorch: ['model.lstm.batch_first = True'],
      },
    },
  ],
  notes: [{ rule: 'leaked-samples', family: 'data', title: 'samples in both parts', reason: '4 of 100 are copies' }],
  minimalFix: [],
  before: outcome,
  after: undefined,
  cost: { trials: 13, seconds: 2 },
  seeds: { used: [0], failuresBefore: 0, failuresAfter: undefined },
  task: 'yes or no',
  metric: 'accuracy',
  scoredOn: 'validation',
  constantScore: 0.5,
};

describe('reports', () => {
  it('tell what would put right a fault that was measured, and what is worth knowing', () => {
    const lines = terminalReport(diagnosis).map((line) => line.trim());
    expect(lines).toContain('to put it right: the batch first');
    expect(lines).toContain('in PyTorch: model.lstm.batch_first = True');
    expect(lines).toContain('note        samples in both parts: 4 of 100 are copies');
    const page = htmlReport(diagnosis, 'model.onnx');
    for (const text of ['model.lstm.batch_first = True', 'Worth knowing', '4 of 100 are copies']) {
      expect(page).toContain(text);
    }
  });

  it('leave that to the fix where trainings proved one', () => {
    const { fix } = diagnosis.causes[0]!;
    const cured = { ...diagnosis, minimalFix: [fix!], after: outcome };
    expect(terminalReport(cured).join('\n')).not.toContain('to put it right');
  });
});
