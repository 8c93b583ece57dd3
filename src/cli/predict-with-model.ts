import { elementCount, type Tensor } from '../core/index.ts';
import { openInputs, type StreamChoice, validateFinite } from '../data/index.ts';
import { openNetwork } from '../importers/index.ts';
import { findLoss } from '../nn/index.ts';
import { type DataDescription, encodeNpy, replaceFile, stringifyJson } from '../records/index.ts';
import { openExecutor } from '../runtime/index.ts';
import { predict } from '../train/index.ts';
import type { PredictionFormat } from './choices.ts';
import { formatFloat32, formatQuantity } from './format.ts';
import type { Screen } from './screen.ts';
import { columnOptionsOf, describeUnknown, fillsMissing } from './training-data.ts';

/** What `netwright predict` was asked for. */
export interface PredictRequest {
  readonly model: string;
  readonly data: string;
  readonly format: PredictionFormat;
  readonly file: string | undefined;
  readonly stream: StreamChoice;
}

/** Predictions as a table. */
interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/**
 * Predicts, and writes the file; without one returns what belongs on the standard output.
 *
 * @throws FileError, DataError naming the columns that are missing
 */
export async function predictWithModel(
  { model, data, format, file, stream }: PredictRequest,
  screen: Screen,
): Promise<string | Uint8Array | undefined> {
  const opened = await openNetwork(model);
  const { network, data: description } = opened;
  const inputs = await openInputs(data, { target: description?.target, ...columnOptionsOf(opened), stream });
  validateFinite(inputs, { allowMissing: fillsMissing(network) });
  const executor = await openExecutor();
  screen.print(executor.description);
  for (const text of describeUnknown(inputs)) screen.print(text);
  const outputs = toPredictions(await predict(network, inputs, { executor }), description);
  const contents = format === 'npy' ? encodeNpy(outputs) : formatPredictions(toTable(outputs, description), format);
  if (file === undefined) return contents;
  replaceFile(file, contents);
  screen.print(`${formatQuantity(inputs.length, 'prediction')} written to ${file}`);
  return undefined;
}

/** Logits of a classification become probabilities, log-rates become rates; other outputs stay. */
function toPredictions(outputs: Tensor<'float32'>, description: DataDescription | undefined): Tensor<'float32'> {
  const loss = description && findLoss(description.loss);
  if (loss?.output === 'logRates') return { ...outputs, data: outputs.data.map(Math.exp) };
  if (loss?.output !== 'logits' || outputs.shape.length !== 2) return outputs;
  const data = outputs.data.slice();
  const width = outputs.shape[1]!;
  const squash = loss.target === 'binary' ? sigmoid : softmax;
  for (let start = 0; start < data.length; start += width) squash(data.subarray(start, start + width));
  return { ...outputs, data };
}

function sigmoid(row: Float32Array): void {
  for (let i = 0; i < row.length; i++) row[i] = 1 / (1 + Math.exp(-row[i]!));
}

function softmax(row: Float32Array): void {
  const most = row[largest(row)]!;
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += Math.exp(row[i]! - most);
  for (let i = 0; i < row.length; i++) row[i] = Math.exp(row[i]! - most) / sum;
}

function largest(row: Float32Array): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (row[i]! > row[best]!) best = i;
  return best;
}

function toTable({ shape, data }: Tensor<'float32'>, description: DataDescription | undefined): Table {
  const width = elementCount(shape.slice(1));
  const samples = Array.from({ length: shape[0]! }, (_, i) => data.subarray(i * width, (i + 1) * width));
  const kind = description === undefined ? 'numbers' : findLoss(description.loss).target;
  const isYesOrNo = kind === 'binary' && width === 1 && description?.task === 'classes';
  if (!isYesOrNo && !(shape.length === 2 && (kind === 'classes' || kind === 'oneHot'))) {
    return { columns: columnNames(description?.target, width), rows: samples.map((row) => Array.from(row)) };
  }
  const className = (index: number) => description?.classNames?.[index] ?? String(index);
  const rows = samples.map((row) => {
    if (!isYesOrNo) return [className(largest(row)), row[largest(row)]!];
    return row[0]! > 0.5 ? [className(1), row[0]!] : [className(0), Math.fround(1 - row[0]!)];
  });
  return { columns: ['class', 'probability'], rows };
}

/** `MPG`, or `x`, `y` for the target columns `x,y`, or `output_0`, `output_1`. */
function columnNames(target: string | undefined, width: number): string[] {
  const names = target?.split(',') ?? [];
  if (width === 1) return [target ?? 'output'];
  return names.length === width ? names : Array.from({ length: width }, (_, i) => `${target ?? 'output'}_${i}`);
}

function formatPredictions({ columns, rows }: Table, format: 'csv' | 'json'): string {
  if (format === 'csv') return [columns, ...rows].map((row) => `${row.map(formatCell).join(',')}\n`).join('');
  const shortest = (value: string | number) => (typeof value === 'number' ? Number(formatFloat32(value)) : value);
  const objects = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, shortest(row[i]!)])));
  return `${stringifyJson(objects, 1)}\n`;
}

/** A cell of a CSV table, as RFC 4180 quotes it. */
function formatCell(value: string | number): string {
  const text = typeof value === 'number' ? formatFloat32(value) : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
