import { z } from 'zod';
import { FileError, type Tensor } from '../core/index.ts';
import { type CheckpointContents, readCheckpointFile } from '../records/index.ts';
import type { EpochRecord } from './epoch-record.ts';
import { sharedCopy } from './shared-copy.ts';
import type { HandlerMemory, TrainingCheckpoint } from './training-checkpoint.ts';
import type { Snapshot } from './training-engine.ts';

/** Numbers that JSON has no digits for stand as texts. */
const number = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);
const count = z.int().nonnegative();

const scores = z.object({ loss: number, metrics: z.record(z.string(), number) });

const stateSchema = z.object({
  step: count,
  seen: count,
  lossSum: number,
  learningRate: number,
  learningRateFactor: number,
  history: z.array(
    z.object({
      epoch: count,
      step: count,
      loss: number,
      learningRate: number,
      samplesPerSecond: number,
      validation: scores.optional(),
    }),
  ),
  stopped: z.string().optional(),
  handlers: z.record(
    z.string(),
    z.object({
      numbers: z.record(z.string(), number),
      /** How many vectors of slots and of statistics each snapshot has. */
      snapshots: z.record(z.string(), z.object({ slots: count, states: count })).optional(),
    }),
  ),
  recipe: z.record(z.string(), z.unknown()),
  network: z.string(),
  data: z.object({ samples: count, hash: z.string() }),
  engine: z.string(),
  versions: z.record(z.string(), z.string()),
});

/** A checkpoint with what was known of the program that wrote it. */
export interface OpenedCheckpoint extends TrainingCheckpoint {
  readonly path: string;
  /** Versions of netwright and Node. */
  readonly versions: Readonly<Record<string, string>>;
}

/** A checkpoint as tensors and plain data. */
export function encodeCheckpoint(
  { tensors, handlers, ...state }: TrainingCheckpoint,
  versions: Readonly<Record<string, string>>,
): CheckpointContents {
  const all = new Map(tensors);
  const memories = Object.entries(handlers).map(([name, { numbers, snapshots = {} }]) => {
    for (const [key, snapshot] of Object.entries(snapshots)) {
      for (const [place, data] of vectorsOf(`handlers/${name}/${key}`, snapshot)) {
        all.set(place, { dtype: 'float32', shape: [data.length], data: data as Float32Array<ArrayBuffer> });
      }
    }
    const counts = Object.entries(snapshots).map(([key, { slots, states }]) => {
      return [key, { slots: slots.length, states: states.length }];
    });
    return [name, { numbers, snapshots: Object.fromEntries(counts) }];
  });
  return { tensors: all, state: { ...state, handlers: Object.fromEntries(memories), versions } };
}

/** The vectors of a snapshot by the names that they have in the file. */
function vectorsOf(prefix: string, { parameters, slots, states }: Snapshot): [string, Float32Array][] {
  return [
    [`${prefix}/parameters`, parameters],
    ...slots.map((slot, index): [string, Float32Array] => [`${prefix}/slots/${index}`, slot]),
    ...states.map((state, index): [string, Float32Array] => [`${prefix}/states/${index}`, state]),
  ];
}

/**
 * Reads a checkpoint to give to `fit` as `resume`.
 *
 * @throws FileError where the file is absent, cut short, damaged, no checkpoint, or of a newer version of netwright
 */
export async function openCheckpoint(path: string): Promise<OpenedCheckpoint> {
  const { tensors, state } = await readCheckpointFile(path);
  const result = stateSchema.safeParse(state);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new FileError(path, `is not as netwright writes checkpoints, at ${issue!.path.join('.')}: ${issue!.message}`);
  }
  const { handlers, history, stopped, ...rest } = result.data;
  const memories = Object.entries(handlers).map(([name, { numbers, snapshots = {} }]): [string, HandlerMemory] => {
    const opened = Object.entries(snapshots).map(([key, counts]) => {
      return [key, readSnapshot(path, tensors, `handlers/${name}/${key}`, counts)];
    });
    return [name, opened.length === 0 ? { numbers } : { numbers, snapshots: Object.fromEntries(opened) }];
  });
  return {
    ...rest,
    path,
    stopped,
    history: history.map((record) => ({ ...record, validation: record.validation }) as EpochRecord),
    handlers: Object.fromEntries(memories),
    tensors: new Map([...tensors].filter(([name]) => !name.startsWith('handlers/'))),
  };
}

function readSnapshot(
  path: string,
  tensors: ReadonlyMap<string, Tensor>,
  prefix: string,
  { slots, states }: { readonly slots: number; readonly states: number },
): Snapshot {
  const vector = (name: string): Float32Array => {
    const tensor = tensors.get(`${prefix}/${name}`);
    if (tensor?.dtype === 'float32') return sharedCopy(tensor.data as Float32Array);
    throw new FileError(path, `has no float32 tensor '${prefix}/${name}'`);
  };
  return {
    parameters: vector('parameters'),
    slots: Array.from({ length: slots }, (_, index) => vector(`slots/${index}`)),
    states: Array.from({ length: states }, (_, index) => vector(`states/${index}`)),
  };
}
