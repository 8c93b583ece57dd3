import { type ChildProcess, fork } from 'node:child_process';
import { RuntimeError } from '../core/index.ts';
import type { TrialRequest, TrialResult } from '../diagnosis/index.ts';
import type { Network } from '../nn/index.ts';
import { noResult } from './no-result.ts';
import type { TrialAnswer, TrialOrder } from './trial-messages.ts';

/** Characters of what a process that dies said last. */
const longestComplaint = 2000;

/** One process that trains trials, one at a time. */
export class TrialProcess {
  /** Resolves to the engine's description; rejects where there is none. */
  readonly ready: Promise<string>;
  readonly #child: ChildProcess;
  #complaint = '';
  #hasEnded = false;
  #settle: ((result: TrialResult | undefined) => void) | undefined;

  constructor(subject: Extract<TrialOrder, { kind: 'subject' }>) {
    // The compiled name: the process's file is not imported, so that nothing rewrites its extension.
    this.#child = fork(new URL('./trial-worker.js', import.meta.url), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    const child = this.#child;
    child.stderr!.on('data', (chunk) => {
      this.#complaint = (this.#complaint + chunk).slice(-longestComplaint);
    });
    this.ready = new Promise((resolve, reject) => {
      child.on('message', (answer: TrialAnswer) => {
        if (answer.kind === 'ready') resolve(answer.engine);
        else if (answer.kind === 'failure') reject(new RuntimeError(answer.message));
        else this.#finish(answer.result);
      });
      const end = () => {
        this.#hasEnded = true;
        reject(new RuntimeError(`a process that trains trials ended before it began${this.#lastWords()}`));
        this.#finish(undefined);
      };
      child.on('error', end).on('close', end);
    });
    // Whoever waits for it hears of it; nobody need wait.
    this.ready.catch(() => {});
    child.send(subject);
  }

  /** Whether it can train no more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Trains one trial. A process that dies of it refuses it; so does one that is ended meanwhile. */
  async train(request: TrialRequest, network: Network): Promise<TrialResult> {
    await this.ready;
    const result = await new Promise<TrialResult | undefined>((resolve) => {
      this.#settle = resolve;
      if (this.#hasEnded) this.#finish(undefined);
      else this.#child.send({ kind: 'trial', request, network } satisfies TrialOrder);
    });
    return result ?? noResult('refused', `the process that trained it died${this.#lastWords()}`);
  }

  /** Ends it at once, in the middle of a step too. */
  async kill(): Promise<void> {
    if (this.#hasEnded) return;
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }

  #finish(result: TrialResult | undefined): void {
    this.#settle?.(result);
    this.#settle = undefined;
  }

  #lastWords(): string {
    const line = this.#complaint.split('\n').findLast((text) => /error/i.test(text));
    return line === undefined ? '' : `: ${line.trim()}`;
  }
}
