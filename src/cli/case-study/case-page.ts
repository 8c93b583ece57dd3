import {
  type CaseDataSet,
  type CaseRun,
  caseDataSets,
  caseRuns,
  sampleCounts,
  type ToldStep,
  verdictOf,
} from '../../case-study/index.ts';
import { type Block, type Drawing, drawCurveChart, htmlPage, type Section } from '../../charts/index.ts';
import { formatCount, formatQuantity } from '../format.ts';
import { bothPaths } from './both-paths.ts';
import { type CaseStudyResult, storyTable } from './case-facts.ts';

/** The case study as one page of HTML that needs nothing else. */
export function casePage(result: CaseStudyResult): string {
  const { cases, story, fast } = result;
  const agreeing = story.filter(({ agrees }) => agrees).length;
  const paths = bothPaths(result);
  const sections: Section[] = [
    { title: 'The story', blocks: storyBlocks(result) },
    ...story.map((told) => ({ title: titleOf(told), blocks: stepBlocks(told, result) })),
    ...(paths === undefined
      ? []
      : [
          {
            title: 'What diagnose finds in C1',
            blocks: [
              { kind: 'table', ...paths.table },
              { kind: 'list', items: paths.sentences },
            ] satisfies Block[],
          },
        ]),
  ];
  return htmlPage({
    title: 'A network that did not learn, in ten steps',
    subtitle: `${agreeing} of ${story.length} findings agree with the article, under ${formatQuantity(cases.length, 'seed')}${fast ? ', in a third of the steps' : ''}`,
    sections,
    footer: 'netwright case-study',
  });
}

function titleOf({ step }: ToldStep): string {
  return `${step.id}: ${caseRuns[step.runs[0]!].tried}`;
}

function storyBlocks(result: CaseStudyResult): Block[] {
  const { description, credit }: CaseDataSet = caseDataSets[result.data];
  const data = `${description} ${formatCount(sampleCounts.train)} images to train on, ${sampleCounts.validation} to validate.`;
  const { columns, rows } = storyTable(result);
  const shortened = result.fast
    ? ['Everything that counts in steps, lengths and decays, is a third of what the recipes say.']
    : [];
  return [
    { kind: 'text', text: data },
    ...(credit === undefined ? [] : [{ kind: 'text', text: credit } as const]),
    ...shortened.map((text) => ({ kind: 'text', text }) as const),
    { kind: 'table', columns, rows },
  ];
}

function stepBlocks(told: ToldStep, { cases }: CaseStudyResult): Block[] {
  const { step, observations } = told;
  return [
    { kind: 'text', text: `The article: ${step.claim}. Ours: ${verdictOf(told)}.`, isAlarm: !told.agrees },
    { kind: 'charts', drawings: chartsOf(told, cases[0]!) },
    {
      kind: 'table',
      caption: step.test,
      columns: [{ heading: 'seed' }, { heading: 'ours' }, { heading: '' }],
      rows: observations.map(({ seed, ours, agrees }) => [String(seed), ours, agrees ? 'agree' : 'disagree']),
    },
  ];
}

function chartsOf({ step }: ToldStep, { curves, seed }: CaseStudyResult['cases'][number]): Drawing[] {
  const series = step.runs.map((run) => {
    const y = curves[run].losses;
    const { name, after }: CaseRun = caseRuns[run];
    const before = after === undefined ? 0 : curves[after].losses.length;
    return { name, x: Array.from({ length: y.length }, (_, index) => before + index + 1), y };
  });
  return [
    drawCurveChart({
      title: `${step.id}: training loss, seed ${seed}`,
      xLabel: 'step',
      yScale: 'logarithmic',
      series,
    }),
  ];
}
