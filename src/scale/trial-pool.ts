import { availableParallelism } from 'node:os';
import { type Subject, type TrialRequest, type TrialResult, trialKey } from '../diagnosis/index.ts';
import type { Network } from '../nn/index.ts';
import { noResult } from './no-result.ts';
import { toPlain } from './plain-dataset.ts';
import type { TrialOrder } from './trial-messages.ts';
import { TrialProcess } from './trial-process.ts';
import type { TrialStore } from './trial-store.ts';

export interface TrialPoolOptions {
  /** Processes, of one engine thread each; by default as many as the machine runs at a time. */
  readonly workers?: number;
  /** Where results are looked up and kept. */
  readonly store?: TrialStore;
  /** Ends every process at once; trials that have no result by then are interrupted. */
  readonly signal?: AbortSignal;
}

/** Makes the trials of one subject in processes side by side: `diagnose(subject, { executor, run: pool.run })`. */
export class TrialPool {
  /** Trials made, without those that were looked up. */
  made = 0;
  /** Trials looked up. */
  kept = 0;
  /** Makes a trial, or finds it among those that are kept. Rejects where no engine works. */
  readonly run: (request: TrialRequest) => Promise<TrialResult>;
  readonly #subject: Subject;
  readonly #order: Extract<TrialOrder, { kind: 'subject' }>;
  readonly #store: TrialStore | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #idle: TrialProcess[] = [];
  readonly #all = new Set<TrialProcess>();
  readonly #waiting: ((process: TrialProcess | undefined) => void)[] = [];
  readonly #networks = new Map<number, Network>();
  readonly #running = new Map<string, Promise<TrialResult>>();
  #isClosed = false;

  /** Starts the processes. Throws DataError where the data are too many to be copied. */
  constructor(subject: Subject, options: TrialPoolOptions = {}) {
    const { workers = availableParallelism(), store, signal } = options;
    this.#subject = subject;
    this.#store = store;
    this.#signal = signal;
    const { design, train, validation } = subject;
    this.#order = { kind: 'subject', design, train: toPlain(train), validation: validation && toPlain(validation) };
    this.run = (request) => this.#run(request);
    for (let index = 0; index < workers; index++) this.#idle.push(this.#start());
    signal?.addEventListener('abort', this.#end, { once: true });
  }

  /** Ends the processes. */
  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#end);
    await this.#end();
  }

  readonly #end = async (): Promise<void> => {
    this.#isClosed = true;
    for (const take of this.#waiting.splice(0)) take(undefined);
    await Promise.all([...this.#all].map((process) => process.kill()));
  };

  #start(): TrialProcess {
    const process = new TrialProcess(this.#order);
    this.#all.add(process);
    return process;
  }

  #run(request: TrialRequest): Promise<TrialResult> {
    const network = this.#networkOf(request.seed);
    const key = trialKey(this.#subject, network, request);
    const kept = this.#store?.get(key);
    if (kept !== undefined) {
      this.kept++;
      return Promise.resolve(kept);
    }
    const running = this.#running.get(key) ?? this.#train(request, network, key);
    this.#running.set(key, running);
    return running;
  }

  #networkOf(seed: number): Network {
    const network = this.#networks.get(seed) ?? this.#subject.reinitialize(seed);
    this.#networks.set(seed, network);
    return network;
  }

  async #train(request: TrialRequest, network: Network, key: string): Promise<TrialResult> {
    const process = await this.#take();
    if (process === undefined) return noResult('interrupted');
    const result = await process.train(request, network);
    if (this.#isClosed && process.hasEnded && result.outcome === 'refused') return noResult('interrupted');
    this.#give(process);
    // A process that died says nothing of the trial: it is made again the next time.
    if (!process.hasEnded) this.#store?.add(key, result);
    this.made++;
    return result;
  }

  #take(): Promise<TrialProcess | undefined> {
    if (this.#isClosed) return Promise.resolve(undefined);
    const process = this.#idle.pop();
    if (process !== undefined) return Promise.resolve(process);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(process: TrialProcess): void {
    if (this.#isClosed) return;
    const alive = process.hasEnded ? this.#start() : process;
    if (alive !== process) this.#all.delete(process);
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(alive);
    else next(alive);
  }
}
