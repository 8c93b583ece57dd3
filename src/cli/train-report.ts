import { formatCount, formatDuration, formatNumber, formatQuantity } from './format.ts';
import { formatSummary } from './network-summary.ts';
import { quote } from './quote.ts';
import { formatScores } from './scores.ts';
import type { Screen } from './screen.ts';
import type { TrainMessage, TrainOutcome, TrainProgress } from './train-messages.ts';

/** Without a terminal, at least one line in so many milliseconds. */
const millisecondsBetweenLines = 10_000;
/** On a terminal, where short epochs would chase each other out of sight, no more than one line in so many. */
const millisecondsBetweenEpochs = 100;
const labelWidth = 12;
const barWidth = 8;

const withoutValidation = ', too few to set some aside: trains without validation';

/** Shows people how a training goes, on one screen. */
export class TrainReport {
  readonly #screen: Screen;
  #printedAt = 0;
  #samples: Readonly<Record<string, number>> = {};

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Shows what the worker tells, but for its end. */
  show(message: Exclude<TrainMessage, { kind: 'end' | 'failure' | 'finding' }>): void {
    switch (message.kind) {
      case 'engine':
        this.#line('engine', message.description);
        if (message.fallbackReason !== undefined) this.#line('', `not the first choice: ${message.fallbackReason}`);
        break;
      case 'note':
        this.#screen.progress(undefined);
        this.#line('note', message.text);
        break;
      case 'data': {
        const { source, inputs, target, samples } = message.data;
        this.#samples = samples;
        this.#line('data', `${source}: ${inputs}; ${target}`);
        const parts = Object.entries(samples).map(([part, count]) => `${formatCount(count)} ${part}`);
        this.#line('', `samples: ${parts.join(', ')}${samples.validation === undefined ? withoutValidation : ''}`);
        break;
      }
      case 'network':
        this.#line('recipe', message.plan);
        this.#line('network', message.origin);
        this.#table(formatSummary(message.network));
        for (const note of message.notes) this.#screen.print(note);
        if (message.notes.length > 0) this.#screen.print('');
        this.#printedAt = performance.now();
        break;
      case 'progress':
        this.#progress(message.progress);
        break;
      case 'epoch':
        this.#epoch(message);
        break;
    }
  }

  /** Shows how the training ended, what was saved, and what to do next. */
  end(outcome: TrainOutcome, data: string): void {
    const { reason, explanation, epochs, steps, seconds, run } = outcome;
    this.#screen.progress(undefined);
    const { colors } = this.#screen;
    this.#screen.print('');
    const amount = `${formatQuantity(epochs, 'epoch')}, ${formatQuantity(steps, 'step')} in ${formatDuration(seconds)}`;
    this.#line('trained', reason === 'stopped early' ? `${amount}; stopped early: ${explanation}` : amount);
    for (const part of ['validation', 'test'] as const) {
      const scores = outcome[part];
      if (scores === undefined) continue;
      this.#line(part, `${formatScores(scores)} (${formatQuantity(this.#samples[part] ?? 0, 'sample')})`);
    }
    if (run === undefined) return;
    this.#line('saved', colors.green(run));
    if (reason === 'interrupted' || reason === 'fault found')
      this.#line('go on', `npx netwright train --resume ${quote(run)}`);
    this.#line('next', `npx netwright evaluate ${quote(run)} --data ${quote(data)}`);
    this.#line('', `npx netwright predict ${quote(run)} --data NEW-DATA`);
  }

  #line(label: string, text: string): void {
    this.#screen.print(`${this.#screen.colors.dim(label.padEnd(labelWidth))}${text}`);
  }

  #table([heading = '', ...rows]: readonly string[]): void {
    const { print, colors } = this.#screen;
    print(['', colors.dim(heading), ...rows.slice(0, -1), colors.bold(rows.at(-1)), ''].join('\n'));
  }

  #progress(progress: TrainProgress): void {
    if (this.#screen.isTerminal) {
      this.#screen.progress(cutOff(`${bar(progress)} ${describe(progress)}`, this.#screen.columns));
    } else if (performance.now() - this.#printedAt >= millisecondsBetweenLines) {
      this.#printLine(describe(progress));
    }
  }

  #epoch({ record, progress }: Extract<TrainMessage, { kind: 'epoch' }>): void {
    const { validation } = record;
    const isRush = performance.now() - this.#printedAt < millisecondsBetweenEpochs;
    if (this.#screen.isTerminal && isRush && record.step < progress.steps) return;
    const parts = [
      describeEpoch(progress),
      `step ${formatCount(record.step)}`,
      `loss ${formatNumber(record.loss)}`,
      ...(validation === undefined ? [] : [`validation ${formatScores(validation)}`]),
      `${formatCount(record.samplesPerSecond)} samples/s`,
    ];
    const left = record.step < progress.steps ? [`${formatDuration(progress.secondsLeft)} left`] : [];
    this.#printLine([...parts, ...left].join('  '));
  }

  #printLine(text: string): void {
    this.#printedAt = performance.now();
    this.#screen.print(text);
  }
}

function describeEpoch({ epoch, epochs }: TrainProgress): string {
  return `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`;
}

function describe(progress: TrainProgress): string {
  const { step, steps, loss, learningRate, samplesPerSecond, secondsLeft } = progress;
  return [
    describeEpoch(progress),
    `step ${formatCount(step)}/${formatCount(steps)}`,
    `loss ${formatNumber(loss)}`,
    // What a terminal of 80 columns may cut off stands last.
    `${formatDuration(secondsLeft)} left`,
    `rate ${formatNumber(learningRate)}`,
    `${formatCount(samplesPerSecond)} samples/s`,
  ].join('  ');
}

function bar({ step, steps }: TrainProgress): string {
  const filled = Math.round((barWidth * step) / steps);
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
}

/** Cuts a text off so that it stays on one line of a terminal. */
function cutOff(text: string, columns: number): string {
  return text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`;
}
