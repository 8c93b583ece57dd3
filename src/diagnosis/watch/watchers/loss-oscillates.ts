import { average } from '../../average.ts';
import { formatNumber } from '../../rules/format-number.ts';
import type { Watcher } from '../watcher.ts';

/** Epochs that are looked at together, and turns among them: a random walk makes 4 of 6. */
const epochs = 8;
const turns = 5;
/** Mean change from epoch to epoch over the mean loss. */
const swing = 0.15;
/** Share of the first epoch's loss below which much has been learnt: noise about a floor is no trouble. */
const floor = 0.5;
/** The second half of the epochs is to lie no lower than this share of the first: it gets nowhere. */
const nowhere = 0.95;

/** A loss that goes up and down from epoch to epoch and gets nowhere. */
export const lossOscillates: Watcher = {
  name: 'loss-oscillates',
  onEpoch(memory, { step, loss }) {
    memory.first ??= loss;
    // The last epochs, the oldest first.
    for (let i = 0; i < epochs - 1; i++)
      if (memory[`loss${i + 1}`] !== undefined) memory[`loss${i}`] = memory[`loss${i + 1}`]!;
    memory[`loss${epochs - 1}`] = loss;
    memory.count = (memory.count ?? 0) + 1;
    if (memory.count < epochs) return undefined;
    const losses = Array.from({ length: epochs }, (_, i) => memory[`loss${i}`]!);
    const changes = losses.slice(1).map((each, i) => each - losses[i]!);
    const turned = changes.slice(1).filter((change, i) => change * changes[i]! < 0).length;
    const mean = average(losses);
    const swings = average(changes.map(Math.abs));
    const half = epochs / 2;
    const isNowhere = average(losses.slice(half)) >= nowhere * average(losses.slice(0, half));
    if (turned < turns || swings < swing * mean || mean < floor * memory.first || !isNowhere) return undefined;
    return {
      step,
      says: `the loss has gone up and down for ${epochs} epochs, by ${formatNumber((100 * swings) / mean)} % each time`,
      causes: [{ rule: 'learning-rate-too-high', likelihood: 0.6 }],
    };
  },
};
