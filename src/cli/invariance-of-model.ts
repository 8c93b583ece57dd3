import { type Drawing, drawCurveChart, sideBySide } from '../charts/index.ts';
import {
  type Decision,
  type InvarianceResult,
  measureInvariance,
  type TransformationName,
  transformations,
} from '../compare/index.ts';
import { UsageError } from '../core/index.ts';
import { type Dataset, openInputs, validateFinite } from '../data/index.ts';
import { openNetwork } from '../importers/index.ts';
import { findLoss, type LossChoice, type Network } from '../nn/index.ts';
import { openExecutor } from '../runtime/index.ts';
import { formatPercent, formatQuantity } from './format.ts';
import type { WrittenResult } from './output-file.ts';
import type { Screen } from './screen.ts';
import type { WrittenTable } from './written-table.ts';

/** What `netwright invariance` was asked for. */
export interface InvarianceRequest {
  readonly model: string;
  readonly data: string;
  readonly strengths: Readonly<Partial<Record<TransformationName, readonly number[]>>>;
  /** Most samples. */
  readonly limit: number;
}

/**
 * Measures how much a model's output moves with its input images; the result as a table, a chart and JSON.
 *
 * @throws FileError, DataError where samples are no images
 */
export async function invarianceOfModel(
  { model, data, strengths, limit }: InvarianceRequest,
  screen: Screen,
): Promise<{ report: WrittenResult; json: unknown }> {
  const opened = await openNetwork(model);
  const all = await openInputs(data, { target: opened.data?.target, columnNames: opened.data?.columnNames });
  const dataset = evenly(all, limit);
  validateFinite(dataset);
  const executor = await openExecutor();
  screen.print(`${executor.description}; ${formatQuantity(dataset.length, 'sample')} of ${data}`);
  const results = await measureInvariance(opened.network, dataset, {
    executor,
    strengths,
    decision: decisionOf(opened.network, opened.data?.loss),
    onPass: (made, passes) => screen.progress(`${made} of ${passes} passes`),
  });
  screen.progress(undefined);
  const title = `How far the output of ${model} moves`;
  const json = { model: opened.path, data, engine: executor.description, samples: dataset.length, results };
  return { report: { title, table: tableOf(results, dataset.length), chart: chartOf(title, results) }, json };
}

/**
 * Numbers that stand behind an option, between commas.
 *
 * @throws UsageError where one is none, or is not above 0
 */
export function parseStrengths(option: string, text: string): number[] {
  return text.split(',').map((part) => {
    const number = part.trim() === '' ? Number.NaN : Number(part);
    if (number > 0 && number < Number.POSITIVE_INFINITY) return number;
    throw new UsageError(`--${option} ${text}: found '${part}', expected numbers above 0 with commas between`);
  });
}

/** At most so many samples, at equal distances. */
function evenly(dataset: Dataset, limit: number): Dataset {
  if (dataset.length <= limit) return dataset;
  return dataset.subset(Uint32Array.from({ length: limit }, (_, i) => Math.floor((i * dataset.length) / limit)));
}

/** Several outputs a sample count as scores of classes where nothing says that they are numbers. */
function decisionOf({ graph }: Network, loss: LossChoice | undefined): Decision {
  const shape = graph.outputs[0]!.shape;
  const width = shape.length === 2 && typeof shape[1] === 'number' ? shape[1] : undefined;
  if (loss === undefined) return width !== undefined && width > 1 ? { kind: 'largest' } : undefined;
  const { target, output } = findLoss(loss);
  if (target === 'numbers' || width === undefined) return undefined;
  if (width > 1) return target === 'binary' ? undefined : { kind: 'largest' };
  return { kind: 'above', threshold: output === 'probabilities' ? 0.5 : 0 };
}

const formatShare = (share: number | undefined) => (share === undefined ? '–' : formatPercent(share));

function tableOf(results: readonly InvarianceResult[], samples: number): WrittenTable {
  const right = { align: 'right' } as const;
  return {
    columns: [
      { heading: 'transformation' },
      { heading: 'strength', ...right },
      { heading: 'other decisions', ...right },
      { heading: 'change of output', ...right },
      { heading: 'there and back: decisions', ...right },
      { heading: 'change', ...right },
    ],
    rows: results.map(({ transformation, strength, decisions, change, resampling }) => [
      `${transformation} (${transformations[transformation].unit})`,
      String(strength),
      formatShare(decisions),
      change.toFixed(3),
      formatShare(resampling.decisions),
      resampling.change.toFixed(3),
    ]),
    notes: [
      `Over ${formatQuantity(samples, 'sample')}; the change is a share of the output's spread over the samples (root mean squares): 0 does not move.`,
      'Images are interpolated linearly; beyond the border its pixels go on. There and back is the same movement and its reverse: what interpolation, twice, and the border do alone.',
    ],
  };
}

function chartOf(title: string, results: readonly InvarianceResult[]): Drawing {
  const panels = Object.values(transformations).flatMap(({ name, unit }) => {
    const own = results.filter(({ transformation }) => transformation === name);
    if (own.length === 0) return [];
    const x = own.map(({ strength }) => strength);
    const series = [
      { name: 'moved', x, y: own.map(({ change }) => change) },
      { name: 'there and back', x, y: own.map(({ resampling }) => resampling.change) },
    ];
    return [
      drawCurveChart({
        title: `${name}: change of the output`,
        xLabel: unit,
        series,
        fromZero: true,
        yScale: 'linear',
      }),
    ];
  });
  return sideBySide(title, panels);
}
