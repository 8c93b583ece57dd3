import { measureRowDependence, outputsOf } from '../evidence/row-dependence.ts';
import { gatherInputs, sampleIndices } from '../evidence/sample-batch.ts';
import { reshapesForTransposes } from '../network/reshapes-for-transposes.ts';
import type { Experiment } from './experiment.ts';

/** Looks for reshapes that mix axes up: by their shapes, and by whether samples run into each other. */
export const reshapes: Experiment = {
  name: 'reshapes',
  rows: ['D7'],
  does: 'looks for a reshape where a transpose was meant, and whether the answer for one sample depends on the others',
  async run({ subject, executor }) {
    const { network, recipe } = subject.design;
    const indices = sampleIndices(network, subject.train, recipe.batchSize);
    const feeds = gatherInputs(network, subject.train, indices);
    if (feeds === undefined || indices.length < 2) return undefined;
    const outputs = await outputsOf(network, feeds, executor);
    const { moved, others } = await measureRowDependence(network, feeds, outputs, executor);
    const mistaken = reshapesForTransposes(network);
    const says = [
      ...mistaken.map(
        (node) =>
          `layer '${node.layer ?? node.name}' brings axes into another order by a reshape, which mixes their elements up; transpose them`,
      ),
      ...(moved > 0
        ? [`${moved} of ${others} samples get another answer when one sample of their batch is exchanged`]
        : []),
    ];
    return {
      outcome: says.length > 0 ? 'fail' : 'pass',
      quantity: 'samples whose answer moves when another sample of the batch is exchanged',
      value: moved,
      says: says.join('; ') || 'no answer depends on other samples, and no reshape reorders axes',
    };
  },
};
