import type { PreparationChoice } from '../../../data/index.ts';
import type { FittedInput } from '../../../nn/index.ts';
import type { RecipeInput } from '../../../train/index.ts';
import { clipping } from '../../remedies/clipped-inputs.ts';
import { bounding } from '../../remedies/squashed-inputs.ts';
import type { Changes } from './changes.ts';

/** Fields of the recipe that are other ones afterwards, as its author writes them. */
export function recipeFields({ before, after, prepared, targets }: Changes): RecipeInput {
  const fields = ['loss', 'optimizer', 'schedule', 'batchSize', 'epochs', 'steps'] as const;
  const changed = fields.filter(
    (field) => JSON.stringify(before.recipe[field]) !== JSON.stringify(after.recipe[field]),
  );
  const targetsAsGiven = targets?.kind === 'scaled' ? {} : { target: 'none' as const };
  return {
    ...Object.fromEntries(changed.map((field) => [field, after.recipe[field]])),
    ...(prepared.length > 0 && { preparation: { ...choiceOf(prepared), ...targetsAsGiven } }),
  };
}

/** What a remedy asked for that prepared inputs so. */
function choiceOf(prepared: readonly FittedInput[]): Exclude<PreparationChoice, string> {
  if (prepared.some(({ minimum }) => minimum !== undefined)) return clipping;
  return prepared.every(({ mean }) => mean === undefined) ? bounding : {};
}
