import type { RecipeInput } from '../../../train/index.ts';
import { clipping } from '../../remedies/clipped-inputs.ts';
import type { Changes } from './changes.ts';

/** Fields of the recipe that are other ones afterwards, as its author writes them. */
export function recipeFields({ before, after, prepared }: Changes): RecipeInput {
  const fields = ['loss', 'optimizer', 'schedule', 'batchSize', 'epochs', 'steps'] as const;
  const changed = fields.filter(
    (field) => JSON.stringify(before.recipe[field]) !== JSON.stringify(after.recipe[field]),
  );
  const isClipped = prepared.some(({ minimum }) => minimum !== undefined);
  return {
    ...Object.fromEntries(changed.map((field) => [field, after.recipe[field]])),
    ...(prepared.length > 0 && { preparation: { ...(isClipped ? clipping : {}), target: 'none' as const } }),
  };
}
