import { compressSchedule } from '../../optim/index.ts';
import type { Recipe } from '../../train/index.ts';

/**
 * A recipe in no more than so many updates: where it plans more, its schedule runs its whole course in those, so that what
 * a decay does shows in a short training, too.
 *
 * @param planned updates that the recipe makes
 */
export function shortenPlan<Plan extends Pick<Recipe, 'steps' | 'schedule'>>(
  recipe: Plan,
  planned: number,
  most: number,
): Plan {
  if (planned <= most) return recipe;
  return { ...recipe, steps: most, schedule: compressSchedule(recipe.schedule, planned / most) };
}
