import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Screen } from './screen.ts';
import type { TrainOutcome, TrainProgress } from './train-messages.ts';
import { TrainReport } from './train-report.ts';

function open(isTerminal: boolean, columns = 200) {
  const lines: string[] = [];
  const progress: (string | undefined)[] = [];
  const same = (text: unknown) => String(text);
  const screen: Screen = {
    isTerminal,
    columns,
    colors: { dim: same, bold: same, green: same } as unknown as Screen['colors'],
    print: (text) => void lines.push(...text.split('\n')),
    progress: (text) => void progress.push(text),
    write: async () => undefined,
  };
  return { report: new TrainReport(screen), lines, progress };
}

const progress: TrainProgress = {
  epoch: 2,
  epochs: 10,
  step: 150,
  steps: 1000,
  loss: 0.123456,
  learningRate: 0.001,
  samplesPerSecond: 12_345.6,
  secondsLeft: 65,
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('progress', () => {
  it('is a bar with epoch, step, loss, rate, throughput and time left on a terminal', () => {
    const { report, progress: shown, lines } = open(true);
    report.show({ kind: 'progress', progress });
    expect(shown).toEqual([
      '█░░░░░░░ epoch  2/10  step 150/1,000  loss 0.1235  1 min 05 s left  rate 0.001  12,346 samples/s',
    ]);
    expect(lines).toEqual([]);
  });

  it('stays on one line of a narrow terminal', () => {
    const { report, progress: shown } = open(true, 30);
    report.show({ kind: 'progress', progress });
    expect(shown[0]).toBe('█░░░░░░░ epoch  2/10  step 1…');
    expect(shown[0]!.length).toBeLessThan(30);
  });

  it('is a line every ten seconds without a terminal, and one for each epoch', () => {
    const { report, lines } = open(false);
    const epoch = { epoch: 1, step: 100, loss: 1, learningRate: 0.1, samplesPerSecond: 10, validation: undefined };
    report.show({ kind: 'epoch', record: epoch, progress: { ...progress, epoch: 1, step: 100 } });
    for (const milliseconds of [5000, 4999, 1, 9999]) {
      vi.advanceTimersByTime(milliseconds);
      report.show({ kind: 'progress', progress });
    }
    expect(lines).toEqual([
      'epoch  1/10  step 100  loss 1  10 samples/s  1 min 05 s left',
      'epoch  2/10  step 150/1,000  loss 0.1235  1 min 05 s left  rate 0.001  12,346 samples/s',
    ]);
  });
});

describe('epochs', () => {
  const finish = (report: TrainReport, step: number) => {
    const record = { epoch: step, step, loss: 1, learningRate: 0.1, samplesPerSecond: 10, validation: undefined };
    report.show({ kind: 'epoch', record, progress: { ...progress, epoch: step, epochs: 5, step, steps: 5 } });
  };

  it('that rush by are shown ten times a second on a terminal, and the last one in any case', () => {
    const { report, lines } = open(true);
    for (const [step, milliseconds] of [100, 99, 1, 50, 10].entries()) {
      vi.advanceTimersByTime(milliseconds);
      finish(report, step + 1);
    }
    expect(lines.map((line) => line.slice(0, 9))).toEqual(['epoch 1/5', 'epoch 3/5', 'epoch 5/5']);
  });

  it('are each a line without a terminal', () => {
    const { report, lines } = open(false);
    for (const step of [1, 2, 3, 4, 5]) finish(report, step);
    expect(lines.length).toBe(5);
  });
});

describe('the end', () => {
  const outcome: TrainOutcome = {
    reason: 'completed',
    engine: 'ONNX Runtime',
    netwright: '0.1.0',
    parameters: 10,
    loss: 'mse',
    epochs: 1,
    steps: 2,
    seconds: 3,
  };

  it('names what was saved and the next command, quoted for a shell', () => {
    const { report, lines } = open(false);
    const samples = { train: 90, validation: 10 };
    report.show({ kind: 'data', data: { source: 'd', inputs: '2 features', target: "target 'y'", samples } });
    report.end({ ...outcome, run: 'runs/a', validation: { loss: 1, metrics: { r2: 0.5 } } }, "it's here.csv");
    expect(lines.slice(2)).toEqual([
      '',
      'trained     1 epoch, 2 steps in 3.0 s',
      'validation  loss 1, R² 0.5 (10 samples)',
      'saved       runs/a',
      "next        npx netwright evaluate runs/a --data 'it'\\''s here.csv'",
      '            npx netwright predict runs/a --data NEW-DATA',
    ]);
  });

  it('names nothing where no step was made', () => {
    const { report, lines } = open(false);
    report.end({ ...outcome, steps: 0 }, 'd');
    expect(lines).toEqual(['', 'trained     1 epoch, 0 steps in 3.0 s']);
  });

  it('says why another engine runs than the first choice', () => {
    const { report, lines } = open(false);
    report.show({ kind: 'engine', description: 'ONNX Runtime 1.30.0 WebAssembly', fallbackReason: 'no library' });
    expect(lines).toEqual([
      'engine      ONNX Runtime 1.30.0 WebAssembly',
      '            not the first choice: no library',
    ]);
  });
});
