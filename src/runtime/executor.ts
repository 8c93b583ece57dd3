import type { Tensor } from '../core/index.ts';
import type { Graph, Value } from '../graph/index.ts';
import type { Target } from '../passes/index.ts';

/** The engines that can run a graph; on which device is another question. */
export type ExecutorName = 'onnxruntime-node' | 'onnxruntime-web' | 'reference';

/** Where graphs run. `auto` takes what works best here. */
export type Device = 'auto' | 'cpu' | 'webgpu' | 'cuda';

/** Tensors by the name of the graph input or output they belong to. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** An engine that compiles graphs and runs them. */
export interface Executor {
  readonly name: ExecutorName;
  /** What graphs are to be lowered for. */
  readonly target: Target;
  /** The engine's own version, to be recorded beside results: bits may differ between versions. */
  readonly version: string;
  /** What runs where, for the command line: `ONNX Runtime 1.30.0 native (CPU, 1 thread)`. */
  readonly description: string;
  /** Why this engine runs and not the one that comes first; absent where the first choice runs. */
  readonly fallbackReason?: string;
  /**
   * Compiles a lowered graph. Costs milliseconds to tens of milliseconds; the result should be kept.
   *
   * @throws RuntimeError naming the node and its layer where the engine cannot run it, and where it belongs to
   * netwright's own domain, which is to be lowered first
   */
  load(graph: Graph): Promise<Executable>;
}

/** A compiled graph. */
export interface Executable {
  /** The graph's inputs that must be fed; those with an initializer are not among them. */
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /**
   * Ties tensors to inputs and outputs once: every run reads and writes their typed arrays in place, so that a training
   * step pays for no copy and no check. Outputs may be left out of `fetches`.
   *
   * The arrays may be views on one WebAssembly memory, but not on a shared one, which must not grow afterwards; no output
   * may overlap an input or another output, since kernels write outputs while they still read inputs.
   *
   * @throws RuntimeError where a name, data type or shape does not fit, or memory is shared or overlaps
   */
  bind(feeds: Tensors, fetches: Tensors): BoundRun;
  /** Runs once and returns all outputs as new tensors. Throws {@link RuntimeError} as `bind` and `BoundRun.run` do. */
  run(feeds: Tensors): Promise<Record<string, Tensor>>;
  /** Frees the engine's memory. Later runs throw {@link RuntimeError}; releasing again does nothing. */
  release(): Promise<void>;
}

/** A compiled graph tied to its tensors. */
export interface BoundRun {
  /**
   * Runs the graph: afterwards the fetched arrays hold the outputs. Runs must be awaited one after the other.
   *
   * @throws RuntimeError naming the node and its layer where one fails; what the fetched arrays hold is then undefined
   */
  run(): Promise<void>;
}
