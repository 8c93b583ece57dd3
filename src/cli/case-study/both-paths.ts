import { caseRunNames } from '../../case-study/index.ts';
import type { Table } from '../../charts/index.ts';
import { formatDuration, formatNumber, formatTable } from '../format.ts';
import type { CaseStudyResult } from './case-facts.ts';
import { validationErrorOf } from './diagnose-case.ts';

/** The path of the article's authors beside that of `diagnose`. */
export interface BothPaths {
  readonly table: Table;
  /** What the diagnosis says, a sentence each. */
  readonly sentences: readonly string[];
  /** All of it for a terminal. */
  readonly lines: readonly string[];
}

/** The step whose network the authors ended with. */
const authorsEnd = 'c9';

/** Trainings, time and what they led to, by hand and by `diagnose`; undefined without a diagnosis. */
export function bothPaths({ cases, diagnosed }: CaseStudyResult): BothPaths | undefined {
  if (diagnosed === undefined) return undefined;
  const { diagnosis, repaired } = diagnosed;
  const [first] = cases;
  const byHand = first!.curves[authorsEnd].validation ?? Number.NaN;
  const repairedError = validationErrorOf(repaired);
  const columns = [
    { heading: 'path' },
    { heading: 'trainings', align: 'right' as const },
    { heading: 'time of trainings', align: 'right' as const },
    { heading: 'validation loss', align: 'right' as const },
  ];
  const rows = [
    ["the article's, C1 to C10", String(caseRunNames.length), formatDuration(first!.seconds), formatNumber(byHand)],
    [
      'netwright diagnose on C1',
      String(diagnosis.cost.trials + (repaired === undefined ? 0 : 1)),
      formatDuration(diagnosis.cost.seconds + (repaired?.seconds ?? 0)),
      repairedError === undefined ? 'no fix' : formatNumber(repairedError),
    ],
  ];
  const sentences = sentencesOf(diagnosis, repairedError, byHand);
  return { table: { columns, rows }, sentences, lines: ['', ...formatTable(columns, rows), '', ...sentences, ''] };
}

function sentencesOf(
  { summary, verdict, causes, minimalFix }: NonNullable<CaseStudyResult['diagnosed']>['diagnosis'],
  repairedError: number | undefined,
  byHand: number,
): string[] {
  const named = (status: (typeof causes)[number]['status']) =>
    causes.filter((cause) => cause.status === status).map(({ title }) => title);
  const list = (words: string, titles: readonly string[]) =>
    titles.length === 0 ? [] : [`${words}: ${titles.join('; ')}.`];
  return [
    `Told nothing, diagnose says of C1: ${verdict}: ${summary}.`,
    ...list('It confirms', named('confirmed')),
    ...list('It refutes', named('refuted')),
    ...list('The budget left untested', named('not-tested')),
    ...list(
      'Its fix',
      minimalFix.map(({ summary: change }) => change),
    ),
    repairedError === undefined
      ? 'It has no fix within its budget.'
      : `Repaired, C1 has a validation loss of ${formatNumber(repairedError)}, ${
          repairedError <= byHand ? 'no worse than' : 'worse than'
        } that of C9, ${formatNumber(byHand)}.`,
  ];
}
