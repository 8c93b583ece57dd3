import { answerDistributions, answerHistograms } from './answers/histograms.ts';
import { answerHyperparameters } from './answers/hyperparameters.ts';
import { answerImageFacts } from './answers/image-facts.ts';
import { answerImage, answerImages } from './answers/images.ts';
import { answerLayers } from './answers/layers.ts';
import { answerLayout } from './answers/layout.ts';
import { answerRecipe, answerReport } from './answers/run-files.ts';
import { answerRuns } from './answers/runs.ts';
import { answerCsv, answerScalars } from './answers/scalars.ts';
import { answerText } from './answers/text.ts';
import type { RunChange, RunSummary, ScalarsRequest } from './api.ts';
import { type BoardIndex, NotFound, runOf } from './board-index/index.ts';

/** Everything that can be asked of an index. Arguments and results can travel between threads; JSON goes as text. */
export function createMethods(index: BoardIndex) {
  const json = async (answer: unknown): Promise<string> => JSON.stringify(await answer);
  return {
    /** Without the list where the asker knows it. */
    runs: (known: number | undefined) => ({
      version: index.version,
      json: known === index.version ? undefined : JSON.stringify(answerRuns(index)),
    }),
    scalars: (request: ScalarsRequest) => answerScalars(index, request),
    csv: (run: string, tag: string, from: number) => answerCsv(index, run, tag, from),
    histograms: (run: string, tag: string, steps: number) => json(answerHistograms(index, run, tag, steps)),
    distributions: (run: string, tag: string, steps: number) => json(answerDistributions(index, run, tag, steps)),
    images: (run: string, tag: string) => json(answerImages(index, run, tag)),
    image: (run: string, tag: string, entry: number, place: number) => answerImage(index, run, tag, entry, place),
    imageFacts: (run: string, tag: string, entry: number, place: number) =>
      json(answerImageFacts(index, run, tag, entry, place)),
    text: (run: string, tag: string) => json(answerText(index, run, tag)),
    layers: (run: string, measure: string, columns: number) => json(answerLayers(index, run, measure, columns)),
    layout: () => JSON.stringify(answerLayout(index)),
    hyperparameters: () => JSON.stringify(answerHyperparameters(index)),
    recipe: (run: string) => JSON.stringify(answerRecipe(index, run)),
    graph: async (run: string) => {
      // Reading models is half of the code, and few look at one.
      const { answerGraph } = await import('./answers/graph.ts');
      return json(answerGraph(index, run));
    },
    report: (run: string) => JSON.stringify(answerReport(index, run)),
    change: (id: string, change: RunChange): RunSummary => {
      index.change(runOf(index, id), change);
      return summaryOf(index, id);
    },
    remove: (id: string) => index.remove(runOf(index, id)),
    restore: async (undo: string): Promise<RunSummary> => {
      const run = await index.restore(undo);
      if (run === undefined) throw new NotFound('what was deleted is gone for good');
      return summaryOf(index, run.id);
    },
  };
}

/** What {@link createMethods} makes. */
export type BoardMethods = ReturnType<typeof createMethods>;

/** The same from another thread, where every answer has to be waited for. */
export type RemoteMethods = {
  readonly [Name in keyof BoardMethods]: (
    ...args: Parameters<BoardMethods[Name]>
  ) => Promise<Awaited<ReturnType<BoardMethods[Name]>>>;
};

function summaryOf(index: BoardIndex, id: string): RunSummary {
  return answerRuns(index).runs.find((run) => run.id === id)!;
}
