import {
  type CaseDataName,
  caseRuns,
  type LossCurve,
  type SeededCase,
  summarizeCurve,
  type ToldStep,
  verdictOf,
} from '../../case-study/index.ts';
import { drawSparkline } from '../../charts/index.ts';
import { type Column, formatTable } from '../format.ts';
import type { DiagnosedCase } from './diagnose-case.ts';

/** A case study that was made. */
export interface CaseStudyResult {
  readonly folder: string;
  readonly data: CaseDataName;
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

/** The story for a terminal: for each step a line of a table, and below it the article's claim and what was found. */
export function storyLines(result: CaseStudyResult): string[] {
  const { columns, rows } = storyTable(result);
  const briefly = (cells: readonly string[]) => [cells[0]!, cells[1]!, cells[2]!, cells[5]!];
  const [heading, ...lines] = formatTable(
    briefly(columns.map((column) => column.heading)).map((text) => ({ heading: text })),
    rows.map(briefly),
  );
  const details = rows.map(([, , , claim, ours]) => [`     article: ${claim}`, `     ours:    ${ours}`]);
  return [heading!, ...lines.flatMap((line, index) => [line, ...details[index]!])];
}

/** The logarithm of a curve as a line of text. */
function sparklineOf(curve: LossCurve): string {
  return drawSparkline(summarizeCurve(curve, sparklineWidth).map(Math.log)).padEnd(sparklineWidth);
}
