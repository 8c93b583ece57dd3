import {
  caseRuns,
  type LossCurve,
  type SeededCase,
  summarizeCurve,
  type ToldStep,
  verdictOf,
} from '../../case-study/index.ts';
import { drawSparkline } from '../../charts/index.ts';
import type { Column } from '../format.ts';
import type { DiagnosedCase } from './diagnose-case.ts';

/** A case study that was made. */
export interface CaseStudyResult {
  readonly folder: string;
  readonly fast: boolean;
  readonly cases: readonly SeededCase[];
  readonly story: readonly ToldStep[];
  readonly diagnosed: DiagnosedCase | undefined;
}

const sparklineWidth = 16;

/** The story as a table: a row for each step, with what was found under the first seed. */
export function storyTable({ cases, story }: CaseStudyResult): { columns: Column[]; rows: string[][] } {
  const [first] = cases;
  return {
    columns: ['step', 'log loss', 'what was tried', "the article's claim", 'ours', ''].map((heading) => ({ heading })),
    rows: story.map((told) => {
      const [run] = told.step.runs;
      const curve = first!.curves[run!];
      return [
        told.step.id,
        sparklineOf(curve),
        caseRuns[run!].tried,
        told.step.claim,
        told.observations[0]!.ours,
        verdictOf(told),
      ];
    }),
  };
}

/** The logarithm of a curve as a line of text. */
export function sparklineOf(curve: LossCurve): string {
  return drawSparkline(summarizeCurve(curve, sparklineWidth).map(Math.log)).padEnd(sparklineWidth);
}
