import { formatShape, RuntimeError, sameShape, type Tensor } from '../core/index.ts';
import type { Graph } from '../graph/index.ts';
import { checkFeeds, checkFetches } from './check-tensors.ts';
import type { BoundRun, Executable, Executor, Tensors } from './executor.ts';
import { explainFailure } from './explain-failure.ts';

/** One graph in one engine; {@link createExecutable} adds the checks and the errors that all engines share. */
export interface EngineSession {
  /** A function that reads the feeds and writes the fetches in place whenever it is called. */
  bind(feeds: Tensors, fetches: Tensors): () => Promise<unknown>;
  /** Runs once and returns all outputs as new tensors. */
  run(feeds: Tensors): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

/** What computes an operator that an engine lacks. */
const alternatives: Readonly<Record<Executor['target'], string>> = {
  'onnxruntime-node': "Try the engine 'onnxruntime-web', or 'reference', which has every operator and is slow",
  'onnxruntime-node-blocked': "Try the engine 'onnxruntime-web', or 'reference', which has every operator and is slow",
  'onnxruntime-web': "Try the engine 'onnxruntime-node', or 'reference', which has every operator and is slow",
  'onnxruntime-webgpu': "The processor has it: open the engine with the device 'cpu'",
  reference: "Take an engine of ONNX Runtime: 'onnxruntime-node' or 'onnxruntime-web'",
};

/**
 * An executable over an engine's session.
 *
 * @param engine what messages tell of the engine
 * @param open compiles the graph; what it throws is explained
 */
export async function createExecutable(
  graph: Graph,
  { description, target }: Pick<Executor, 'description' | 'target'>,
  open: () => Promise<EngineSession>,
): Promise<Executable> {
  const inputs = graph.inputs.filter((input) => !graph.initializers.has(input.name));
  for (const { name, dtype } of [...inputs, ...graph.outputs]) {
    if (dtype === 'float16') {
      throw new RuntimeError(`value '${name}' of graph '${graph.name}' is float16: expected float32 or another type`);
    }
  }
  const session = await open().catch((error: unknown) => {
    throw explainFailure(error, graph, `cannot be loaded by ${description}`, alternatives[target]);
  });
  let released = false;
  const checkAlive = () => {
    if (released) throw new RuntimeError(`graph '${graph.name}' has been released and cannot run any more`);
  };
  const explain = (error: unknown) => {
    checkAlive();
    throw explainFailure(error, graph, `failed in ${description}`, alternatives[target]);
  };
  return {
    inputs,
    outputs: graph.outputs,
    bind(feeds: Tensors, fetches: Tensors): BoundRun {
      checkAlive();
      checkFetches(graph.outputs, fetches, feeds, checkFeeds(inputs, feeds));
      const run = session.bind(feeds, fetches);
      return {
        async run() {
          checkAlive();
          await run().catch(explain);
        },
      };
    },
    async run(feeds: Tensors) {
      checkAlive();
      checkFeeds(inputs, feeds);
      return await session.run(feeds).catch(explain);
    },
    async release() {
      if (released) return;
      released = true;
      await session.release();
    },
  };
}

/** Copies an engine's result into the tensor that was bound for it. Throws RuntimeError where the shapes differ. */
export function copyResult(name: string, from: Pick<Tensor, 'shape' | 'data'>, to: Tensor): void {
  if (!sameShape(from.shape, to.shape)) {
    throw new RuntimeError(
      `output '${name}' has shape ${formatShape(from.shape)}, but a tensor of ${formatShape(to.shape)} is bound to it`,
    );
  }
  (to.data as Float32Array).set(from.data as Float32Array);
}
