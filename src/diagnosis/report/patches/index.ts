/** A fix in its reader's own terms: lines of Keras or PyTorch, fields of the recipe. */
import type { Design } from '../../design.ts';
import { applyRemedies, type RemedyName, remedies } from '../../remedies/index.ts';
import { type Subject, taskOf } from '../../subject.ts';
import type { Fix } from '../diagnosis.ts';
import { changesBetween } from './changes.ts';
import { kerasLines } from './keras.ts';
import { pytorchLines } from './pytorch.ts';
import { recipeFields } from './recipe.ts';

/** What changes from one design to another, in the languages that the subject's author may write. */
function patchBetween(
  before: Design,
  after: Design,
  { writtenIn }: Subject,
): Pick<Fix, 'recipe' | 'keras' | 'pytorch'> {
  const changes = changesBetween(before, after);
  const recipe = recipeFields(changes);
  const isFor = (language: NonNullable<Subject['writtenIn']>) => writtenIn === undefined || writtenIn === language;
  return {
    ...(Object.keys(recipe).length === 0 ? {} : { recipe }),
    ...(isFor('keras') ? { keras: kerasLines(changes) } : {}),
    ...(isFor('pytorch') ? { pytorch: pytorchLines(changes) } : {}),
  };
}

/** Some remedies at once as one patch. */
export const patchOf = (subject: Subject, names: readonly RemedyName[]) =>
  patchBetween(subject.design, repairedDesign(subject, names), subject);

/** The subject's design with some remedies, under its own seed: what `--fix` writes. */
export function repairedDesign(subject: Subject, names: readonly RemedyName[]): Design {
  return applyRemedies(subject.design, names, contextOf(subject)).design;
}

/** Each of some remedies as a change of what the ones before it have made, in the order in which they are applied. */
export function fixesOf(subject: Subject, names: readonly RemedyName[]): Fix[] {
  const context = contextOf(subject);
  const { applied } = applyRemedies(subject.design, names, context);
  let current = subject.design;
  return applied.map((remedy) => {
    const changed = remedies[remedy].apply(current, context) ?? current;
    const { family, summary } = remedies[remedy];
    const fix = { remedy, family, summary, ...patchBetween(current, changed, subject) };
    current = changed;
    return fix;
  });
}

/** One remedy as a change of the subject as it is; where it changes nothing alone, no more than what it is about. */
export function fixOf(subject: Subject, remedy: RemedyName): Fix {
  const { family, summary } = remedies[remedy];
  return fixesOf(subject, [remedy])[0] ?? { remedy, family, summary };
}

const contextOf = (subject: Subject) => ({
  task: taskOf(subject),
  train: subject.train,
  seed: subject.design.recipe.seed,
});
