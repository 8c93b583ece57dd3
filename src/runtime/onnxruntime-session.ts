import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import type { DataType, Tensor, TypedArrayFor } from '../core/index.ts';
import { createModel, encodeModel, type Graph } from '../graph/index.ts';
import { copyResult, type EngineSession } from './executable.ts';
import type { Tensors } from './executor.ts';
import { freeBuffers } from './free-buffers.ts';

/** What both packages of ONNX Runtime offer in common. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: DataType, data: TypedArrayFor[DataType], dims: readonly number[]) => OrtTensor;
}

/** Failures are thrown; without this ONNX Runtime prints them to the terminal as well (4: fatal errors only). */
const quiet = { logSeverityLevel: 4 } as const;

/**
 * Compiles a graph with ONNX Runtime.
 *
 * Optimization stops at `extended`: `all` brings the NCHWc layout, whose reorderings cost more than they gain here.
 * `session.set_denormal_as_zero` is left off on purpose: it changes the arithmetic of the thread that creates the
 * process's first session, JavaScript included, and of no other, so that two workers would compute different bits.
 *
 * @param writesInPlace whether the engine writes outputs into tensors that it is given; otherwise they are copied there
 */
export async function openSession(
  { InferenceSession, Tensor }: OnnxRuntime,
  graph: Graph,
  options: InferenceSession.SessionOptions,
  writesInPlace: boolean,
): Promise<EngineSession> {
  const session = await InferenceSession.create(encodeModel(createModel(graph)), {
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'extended',
    ...quiet,
    ...options,
  });
  const toOrt = (tensors: Tensors) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, { dtype, data, shape }]) => [name, new Tensor(dtype, data, shape)]),
    );
  return {
    bind(feeds, fetches) {
      const inputs = toOrt(feeds);
      const names = Object.keys(fetches);
      if (!writesInPlace) {
        return async () => {
          const results = await session.run(inputs, names, quiet);
          for (const name of names) copyResult(name, fromOrt(results[name]!), fetches[name]!);
        };
      }
      // ONNX Runtime does not write an output that is an input at the same time.
      const passedThrough = names.filter((name) => Object.hasOwn(feeds, name));
      const computed = names.filter((name) => !Object.hasOwn(feeds, name));
      const outputs = toOrt(Object.fromEntries(computed.map((name) => [name, fetches[name]!])));
      return async () => {
        if (computed.length > 0) {
          // Besides writing the outputs where it was told to, the binding copies them into new buffers.
          const copies = await session.run(inputs, outputs, quiet);
          freeBuffers(
            computed.flatMap((name) => {
              const { buffer } = copies[name]!.data as Float32Array;
              return buffer === fetches[name]!.data.buffer ? [] : [buffer];
            }),
          );
        }
        for (const name of passedThrough) copyResult(name, feeds[name]!, fetches[name]!);
      };
    },
    async run(feeds) {
      const results = await session.run(toOrt(feeds), quiet);
      return Object.fromEntries(Object.entries(results).map(([name, result]) => [name, fromOrt(result)]));
    },
    async release() {
      await session.release();
    },
  };
}

/** Results have the types of the graph's outputs, which are all data types of ours. */
function fromOrt({ type, dims, data }: OrtTensor): Tensor {
  return { dtype: type as DataType, shape: dims, data: data as TypedArrayFor[DataType] };
}

/** `1 thread`, `4 threads`. */
export function formatThreads(count: number): string {
  return `${count} ${count === 1 ? 'thread' : 'threads'}`;
}
