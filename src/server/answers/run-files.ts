import { runFiles } from '../../records/index.ts';
import type { RecipeAnswer } from '../api.ts';
import { type BoardIndex, NotFound, reportFile, runOf } from '../board-index/index.ts';

/** The files of a run of ours. Throws NotFound where there is no such run. */
export function answerRecipe(index: BoardIndex, id: string): RecipeAnswer {
  const run = runOf(index, id);
  const [recipe, environment, result] = [runFiles.recipe, runFiles.environment, runFiles.result].map((name) =>
    run.readJson(name),
  );
  return { recipe, environment, result };
}

/** The diagnosis of a run as its file has it. Throws NotFound where there is none. */
export function answerReport(index: BoardIndex, id: string): unknown {
  const report = runOf(index, id).readJson(reportFile);
  if (report === null) throw new NotFound(`run '${id}' has no ${reportFile} that can be read`);
  return report;
}
