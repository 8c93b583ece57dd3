import { drawBraillePlot } from '../../charts/index.ts';
import type { Cause, Diagnosis } from './diagnosis.ts';
import { ladderLines } from './ladder.ts';
import {
  comparedOn,
  costInWords,
  effectInWords,
  meaningOf,
  measuredInWords,
  oddsInWords,
  patchInWords,
  remedyInWords,
  ruledOutTogether,
  samplesInWords,
  scoreInWords,
  titleOf,
} from './words.ts';

/** How a terminal shows a report. */
export interface TerminalOptions {
  /** Columns; 80 by default. */
  readonly width?: number;
  /** Colours; by default texts stay plain. */
  readonly paint?: Readonly<Record<'bold' | 'red' | 'green' | 'yellow' | 'dim', (text: string) => string>>;
}

type Paint = NonNullable<TerminalOptions['paint']>;

const same = (text: string): string => text;
const plain: Paint = { bold: same, red: same, green: same, yellow: same, dim: same };
const labelWidth = 12;
/** The first cause has a large curve, the others small ones: verdict and causes are to fit on a screen or two. */
const plotLines = { first: 9, other: 4 };
const widestPlot = 72;

/** The report as lines of text: the verdict, the causes, what was ruled out, what was not tested, the fix, the cost. */
export function terminalReport(diagnosis: Diagnosis, { width = 80, paint = plain }: TerminalOptions = {}): string[] {
  const { verdict, summary, causes, notes = [], before, after, minimalFix } = diagnosis;
  const having = (status: Cause['status']) => causes.filter((cause) => cause.status === status);
  const columns = Math.max(40, width);
  const color = { faulty: paint.red, healthy: paint.green, 'no-signal': paint.yellow, inconclusive: paint.yellow };
  const block = (label: string, lines: readonly string[]): string[] =>
    lines.flatMap((line, index) =>
      wrapped(line, columns - labelWidth).map((part, row) => {
        const isFirst = index === 0 && row === 0;
        return `${(isFirst ? label : '').padEnd(labelWidth)}${part}`.trimEnd();
      }),
    );
  const { language, lines } = patchInWords(diagnosis);
  const outcome =
    after === undefined
      ? scoreInWords(diagnosis, before.score)
      : `${scoreInWords(diagnosis, before.score)} → ${scoreInWords(diagnosis, after.score)}`;
  const odds = after === undefined ? '' : `${oddsInWords(diagnosis)}; `;
  const score = `${outcome}; ${odds}a constant answer has ${scoreInWords(diagnosis, diagnosis.constantScore)}${samplesInWords(diagnosis)}`;
  return [
    ...wrapped(`${verdict}: ${summary}`, columns).map((line) => color[verdict](paint.bold(line))),
    '',
    ...having('confirmed').flatMap((cause, index) => [
      ...block('cause', causeLines(diagnosis, cause)),
      ...plotOf(cause.effect?.curves, { columns, paint, height: index === 0 ? plotLines.first : plotLines.other }),
      '',
    ]),
    ...(having('confirmed').some(({ effect }) => effect !== undefined) || after === undefined
      ? []
      : [...plotOf({ without: before.losses, with: after.losses }, { columns, paint, height: plotLines.first }), '']),
    ...listed(
      'ruled out',
      [...ruledOutTogether(diagnosis), ...having('refuted').map((cause) => ruledOut(diagnosis, cause))],
      block,
    ),
    ...listed(
      'not tested',
      having('not-tested').map((cause) => `${titleOf(cause)}: ${cause.reason}`),
      block,
    ),
    ...listed(
      'note',
      notes.map((note) => `${titleOf(note)}: ${note.reason}`),
      block,
    ),
    ...(diagnosis.ladder === undefined ? [] : [...block('ladder', ladderLines(diagnosis.ladder)), '']),
    ...(minimalFix.length === 0
      ? []
      : [
          ...block(
            'fix',
            minimalFix.map(({ summary: text }) => text),
          ),
          '',
        ]),
    ...(lines.length === 0
      ? []
      : [...lines.map((line, index) => `${(index === 0 ? `in ${language}` : '').padEnd(labelWidth)}${line}`), '']),
    ...block('score', [score, ...[meaningOf(diagnosis)].filter((text) => text !== '')]),
    ...block('cost', [costInWords(diagnosis)]),
  ];
}

/** A label with its list, and a line of distance; nothing where the list is empty. */
function listed(
  label: string,
  lines: readonly string[],
  block: (label: string, lines: readonly string[]) => string[],
): string[] {
  return lines.length === 0 ? [] : [...block(label, lines), ''];
}

function causeLines(diagnosis: Diagnosis, cause: Cause): string[] {
  const { effect, measured, reason } = cause;
  return [
    titleOf(cause),
    ...(reason === '' ? [] : [reason]),
    ...(effect === undefined ? [] : [`${comparedOn(effect)}: ${effectInWords(diagnosis, effect)}`]),
    ...(measured === undefined ? [] : [measuredInWords(measured)]),
    ...remedyInWords(diagnosis, cause),
  ];
}

function ruledOut(diagnosis: Diagnosis, cause: Cause): string {
  const { effect, measured, reason } = cause;
  if (effect !== undefined) return `${titleOf(cause)}: ${effectInWords(diagnosis, effect)}`;
  return `${titleOf(cause)}: ${measured === undefined ? reason : measuredInWords(measured)}`;
}

/** Training losses without and with a change; nothing where there are too few epochs for a curve. */
function plotOf(
  curves: { readonly without: readonly number[]; readonly with: readonly number[] } | undefined,
  { columns, paint: { red, green }, height }: { columns: number; paint: Paint; height: number },
): string[] {
  if (curves === undefined || Math.max(curves.without.length, curves.with.length) < 2) return [];
  const series = [
    { name: 'training loss without the change', y: curves.without },
    { name: 'with the change', y: curves.with },
  ].map(({ name, y }) => ({ name, x: y.map((_, index) => index + 1), y }));
  const width = Math.min(widestPlot, columns - labelWidth);
  const paint = (text: string, index: number) => (index === 0 ? red(text) : green(text));
  return drawBraillePlot({ series, width, height, xLabel: 'epoch', paint }).map(
    (line) => `${' '.repeat(labelWidth)}${line}`,
  );
}

/** A text in lines of at most so many characters, broken at blanks. */
function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
