import { type Block, type Drawing, drawCurveChart, htmlPage, type Section } from '../../charts/index.ts';
import type { Cause, Diagnosis, Effect } from './diagnosis.ts';
import { ladderBlocks } from './ladder.ts';
import {
  comparedOn,
  costInWords,
  effectInWords,
  meaningOf,
  measuredInWords,
  metricInWords,
  oddsInWords,
  patchInWords,
  remedyInWords,
  ruledOutTogether,
  samplesInWords,
  scoreInWords,
  titleOf,
} from './words.ts';

/** The report as one page of HTML that needs nothing else: what the terminal says, with the curves side by side. */
export function htmlReport(diagnosis: Diagnosis, subject: string): string {
  const { verdict, summary, causes, notes = [], task } = diagnosis;
  const having = (status: Cause['status']) => causes.filter((cause) => cause.status === status);
  const sections: Section[] = [
    { title: 'Verdict', blocks: verdictBlocks(diagnosis) },
    section(
      'Causes',
      having('confirmed').flatMap((cause) => causeBlocks(diagnosis, cause)),
    ),
    section('Fix', fixBlocks(diagnosis)),
    section('Ruled out', ruledOutBlocks(diagnosis, having('refuted'))),
    section(
      'Not tested',
      tableOf(having('not-tested'), ({ reason }) => reason),
    ),
    section(
      'Worth knowing',
      notes.map((note): Block => ({ kind: 'text', text: `${titleOf(note)}: ${note.reason}` })),
    ),
    section('Ladder', diagnosis.ladder === undefined ? [] : ladderBlocks(diagnosis.ladder)),
  ].filter(({ blocks }) => blocks.length > 0);
  return htmlPage({
    title: `${verdict}: ${summary}`,
    subtitle: `${subject}; the task: ${task}`,
    sections,
    footer: `netwright diagnose: ${costInWords(diagnosis)}`,
  });
}

const section = (title: string, blocks: readonly Block[]): Section => ({ title, blocks });

function verdictBlocks(diagnosis: Diagnosis): Block[] {
  const { verdict, summary, before, after, seeds, constantScore } = diagnosis;
  const rows = seeds.used.map((seed, index) => [
    String(seed),
    scoreInWords(diagnosis, before.scores[index] ?? Number.NaN),
    ...(after === undefined ? [] : [scoreInWords(diagnosis, after.scores[index] ?? Number.NaN)]),
  ]);
  const meaning = meaningOf(diagnosis);
  const right = { align: 'right' } as const;
  return [
    {
      kind: 'text',
      text: after === undefined ? `${summary}.` : `${summary}. It ${oddsInWords(diagnosis)}.`,
      isAlarm: verdict === 'faulty',
    },
    {
      kind: 'table',
      caption: `${metricInWords(diagnosis)}; a constant answer has ${scoreInWords(diagnosis, constantScore)}${samplesInWords(diagnosis)}${meaning === '' ? '' : `; ${meaning}`}`,
      columns: [
        { heading: 'seed' },
        { heading: 'as it is', ...right },
        ...(after === undefined ? [] : [{ heading: 'with the fix', ...right }]),
      ],
      rows: rows.filter((_, index) => before.scores[index] !== undefined),
    },
    ...chartsOf(after === undefined ? [] : lossCharts({ without: before.losses, with: after.losses }, 'with the fix')),
  ];
}

function causeBlocks(diagnosis: Diagnosis, cause: Cause): Block[] {
  const { reason, effect } = cause;
  return [
    { kind: 'heading', text: titleOf(cause) },
    { kind: 'text', text: reason },
    { kind: 'text', text: evidenceOf(diagnosis, cause) },
    ...remedyInWords(diagnosis, cause).map((text): Block => ({ kind: 'text', text })),
    ...chartsOf(effect === undefined ? [] : lossCharts(effect.curves, 'with the change')),
  ].filter((block) => block.kind !== 'text' || block.text !== '') as Block[];
}

function evidenceOf(diagnosis: Diagnosis, { effect, measured, reason }: Cause): string {
  if (effect !== undefined) return `${comparedOn(effect)}: ${effectInWords(diagnosis, effect)}`;
  return measured === undefined ? reason : measuredInWords(measured);
}

function fixBlocks(diagnosis: Diagnosis): Block[] {
  const { minimalFix, patch } = diagnosis;
  if (minimalFix.length === 0) return [];
  const { language, lines } = patchInWords(diagnosis);
  const recipe = patch?.recipe;
  return [
    { kind: 'list', items: minimalFix.map(({ summary }) => summary) },
    ...(lines.length === 0
      ? []
      : ([
          { kind: 'text', text: `In ${language}:` },
          { kind: 'code', text: lines.join('\n') },
        ] as const)),
    ...(recipe === undefined || language === 'recipe'
      ? []
      : ([{ kind: 'code', label: 'As fields of a recipe', text: JSON.stringify(recipe, null, 2) }] as const)),
  ];
}

function tableOf(causes: readonly Cause[], evidence: (cause: Cause) => string): Block[] {
  if (causes.length === 0) return [];
  const rows = causes.map((cause) => [titleOf(cause), cause.family, evidence(cause)]);
  return [{ kind: 'table', columns: [{ heading: 'cause' }, { heading: 'family' }, { heading: 'evidence' }], rows }];
}

function ruledOutBlocks(diagnosis: Diagnosis, causes: readonly Cause[]): Block[] {
  const together = ruledOutTogether(diagnosis).map((text): Block => ({ kind: 'text', text }));
  return [...together, ...tableOf(causes, (cause) => evidenceOf(diagnosis, cause))];
}

const chartsOf = (drawings: readonly Drawing[]): Block[] =>
  drawings.length === 0 ? [] : [{ kind: 'charts', drawings }];

/** Two charts side by side: their losses may be of different kinds, so each has its own axis. */
function lossCharts(curves: Effect['curves'], name: string): Drawing[] {
  if (Math.max(curves.without.length, curves.with.length) < 2) return [];
  const chart = (title: string, y: readonly number[]) =>
    drawCurveChart({
      title,
      xLabel: 'epoch',
      series: [{ name: 'training loss', x: y.map((_, index) => index + 1), y }],
    });
  return [chart('as it is', curves.without), chart(name, curves.with)];
}
