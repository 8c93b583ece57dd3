import { type Block, type Drawing, drawCurveChart } from '../../charts/index.ts';
import type { LadderCurve, Rung } from '../ladder/experiment.ts';
import type { LadderReport } from '../ladder/run-ladder.ts';

/** The rungs of the ladder as lines of text: outcome, experiment, and what was seen. */
export function ladderLines({ rungs }: LadderReport): string[] {
  return rungs.filter(wasMade).map(({ name, outcome, says }) => `${outcome}: ${name}; ${says}`);
}

/** The ladder as a table, and the curves of its experiments. */
export function ladderBlocks({ rungs, steps, seeds }: LadderReport): Block[] {
  const made = rungs.filter(wasMade);
  if (made.length === 0) return [];
  const drawings = made.flatMap(({ name, curves = [] }) => (curves.length === 0 ? [] : chartsOf(name, curves)));
  const rows = made.map(({ does, outcome, says }) => [does, outcome, says]);
  const columns = [{ heading: 'experiment' }, { heading: 'outcome' }, { heading: 'what was seen' }];
  const caption = `at most ${steps} updates a training, ${seeds.length === 1 ? '1 seed' : `${seeds.length} seeds`}`;
  const table: Block = { kind: 'table', caption, columns, rows };
  return drawings.length === 0 ? [table] : [table, { kind: 'charts', drawings }];
}

const wasMade = ({ outcome }: Rung): boolean => outcome !== 'not-applicable';

/** Curves over rates, whose axis is logarithmic, and those over steps. */
function chartsOf(name: string, curves: readonly LadderCurve[]): Drawing[] {
  const [overRates, overSteps] = [
    curves.filter(({ rates }) => rates !== undefined),
    curves.filter(({ rates }) => rates === undefined),
  ];
  const seriesOf = (some: readonly LadderCurve[]) =>
    some.map(({ label, rates, losses }) => ({ name: label, x: rates ?? losses.map((_, step) => step + 1), y: losses }));
  return [
    ...(overRates.length === 0
      ? []
      : [drawCurveChart({ title: name, xLabel: 'learning rate', xScale: 'logarithmic', series: seriesOf(overRates) })]),
    ...(overSteps.length === 0 ? [] : [drawCurveChart({ title: name, xLabel: 'step', series: seriesOf(overSteps) })]),
  ];
}
