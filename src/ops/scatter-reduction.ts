import type { AttributeSchema, NodeContext } from '../graph/index.ts';

const combinations: Readonly<Record<string, (present: number, update: number) => number>> = {
  none: (_present, update) => update,
  add: (present, update) => present + update,
  mul: (present, update) => present * update,
  max: Math.max,
  min: Math.min,
};

/** The attribute of the Scatter operators that says how an update is combined with what is there. */
export const reductionAttribute: Readonly<Record<'reduction', AttributeSchema>> = {
  reduction: { type: 'string', default: 'none' },
};

/** How a Scatter node combines an update with what is there. */
export function scatterCombination(context: NodeContext): (present: number, update: number) => number {
  const combine = combinations[context.string('reduction')];
  if (combine === undefined) {
    throw context.error(
      `reduction is '${context.string('reduction')}', expected one of ${Object.keys(combinations).join(', ')}`,
    );
  }
  return combine;
}

/** Whether a Scatter node adds (otherwise it replaces). Throws for the reductions that have no gradient here. */
export function addsUpdates(context: NodeContext): boolean {
  const reduction = context.string('reduction');
  if (reduction === 'none' || reduction === 'add') return reduction === 'add';
  throw context.error(
    `has no gradient for reduction '${reduction}'`,
    "Use 'none' or 'add' where parameters are trained",
  );
}
