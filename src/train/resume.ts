import { UsageError } from '../core/index.ts';
import type { Handler } from './events.ts';
import type { DataFingerprint, HandlerMemory, TrainingCheckpoint } from './training-checkpoint.ts';

/** Fields of a recipe that may change from a checkpoint to the training that goes on from it. */
const changeable = new Set([
  'network',
  'model',
  'data',
  'target',
  'loss',
  'epochs',
  'steps',
  'validationFraction',
  'preparation',
]);

/** The fields of a recipe that have to stay, as plain data. */
export function recipeToKeep(recipe: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = Object.entries(recipe).filter(([name, value]) => !changeable.has(name) && value !== undefined);
  return JSON.parse(JSON.stringify(Object.fromEntries(kept)));
}

/**
 * Checks that a checkpoint is of this very training.
 *
 * @throws UsageError that names what differs: the network or loss, the data, fields of the recipe
 */
export function checkResumable(
  checkpoint: TrainingCheckpoint,
  now: { readonly network: string; readonly data: DataFingerprint; readonly recipe: Readonly<Record<string, unknown>> },
): void {
  const advice = 'To train on from its weights in another way, start a new training from its model.onnx';
  if (checkpoint.network !== now.network) {
    throw new UsageError('the checkpoint is of another network or loss', { advice });
  }
  const conflicts = differences(checkpoint.recipe, recipeToKeep(now.recipe), '');
  if (conflicts.length > 0) {
    throw new UsageError(`the recipe differs from the checkpoint's: ${conflicts.join('; ')}`, { advice });
  }
  const { samples, hash } = checkpoint.data;
  if (samples === now.data.samples && hash === now.data.hash) return;
  const what =
    samples === now.data.samples
      ? 'their values differ'
      : `the checkpoint saw ${samples} training samples, now there are ${now.data.samples}`;
  throw new UsageError(`the training data have changed: ${what}`, { advice });
}

function differences(then: unknown, now: unknown, path: string): string[] {
  if (isRecord(then) && isRecord(now)) {
    const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
    return names.flatMap((name) => differences(then[name], now[name], path === '' ? name : `${path}.${name}`));
  }
  if (JSON.stringify(then) === JSON.stringify(now)) return [];
  return [`${path} was ${JSON.stringify(then) ?? 'absent'} and is ${JSON.stringify(now) ?? 'absent'}`];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The handlers that have a memory, each under a name of its own. */
function named(handlers: readonly Handler[]): Map<string, Handler> {
  const found = new Map<string, Handler>();
  for (const handler of handlers) {
    if (handler.name === undefined || handler.save === undefined) continue;
    let name = handler.name;
    for (let version = 2; found.has(name); version++) name = `${handler.name}-${version}`;
    found.set(name, handler);
  }
  return found;
}

/** What the handlers remember, by their names. */
export function memoriesOf(handlers: readonly Handler[]): Record<string, HandlerMemory> {
  return Object.fromEntries([...named(handlers)].map(([name, handler]) => [name, handler.save!()]));
}

/** Gives each handler its memory back; one that is new begins afresh. */
export function restoreMemories(handlers: readonly Handler[], memories: Readonly<Record<string, HandlerMemory>>): void {
  for (const [name, handler] of named(handlers)) {
    const memory = memories[name];
    if (memory !== undefined) handler.restore?.(memory);
  }
}
