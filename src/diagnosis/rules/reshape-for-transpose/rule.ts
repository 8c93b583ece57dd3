import { isReadRight, meantReading, measureLocality } from '../../evidence/data/locality.ts';
import { axisViews } from '../../network/axis-views.ts';
import { reshapesForTransposes } from '../../network/reshapes-for-transposes.ts';
import type { Rule } from '../rule.ts';

/** A reshape before a convolution or a recurrence that keeps the lengths of the axes and not their order. */
export const reshapeForTranspose: Rule = {
  name: 'reshape-for-transpose',
  family: 'layout',
  title: 'a reshape inside the network where a transposition is meant',
  rows: ['D7'],
  suspect({ subject: { design, train } }) {
    const { network } = design;
    const readers = new Map(axisViews(network).map(({ reshape, reader }) => [reshape, reader]));
    // Of what the samples show by their neighbours there is a rule of its own, and what they show to be right is right.
    const known = new Set(
      measureLocality(network, train)
        .filter((locality) => isReadRight(locality) || meantReading(locality) !== undefined)
        .map(({ view }) => view.reshape),
    );
    const found = reshapesForTransposes(network).find((node) => readers.has(node) && !known.has(node));
    if (found === undefined) return undefined;
    const shapeOf = (name: string) => `[${network.graph.types.get(name)!.shape.slice(1).join(', ')}]`;
    const reader = readers.get(found)!;
    return {
      likelihood: 0.6,
      ...(found.layer && { layer: found.layer }),
      reason: `a reshape makes ${shapeOf(found.outputs[0]!)} of ${shapeOf(found.inputs[0]!)}: it gives the axes that '${reader.layer ?? reader.name}' wants without moving a number, so that what lies side by side there did not before`,
      remedies: ['transposedLayout'],
    };
  },
};
