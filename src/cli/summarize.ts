import { currentOpset } from '../graph/index.ts';
import type { ImportNote } from '../importers/index.ts';
import type { Network } from '../nn/index.ts';
import { stringifyJson } from '../records/index.ts';
import { formatNote, formatSummary, summarizeNetwork } from './network-summary.ts';
import { present } from './present.ts';
import { buildNetwork, openSubject } from './subject.ts';
import { openTrainingData } from './training-data.ts';

/** What `netwright summary` was asked for; a model, data, or both. */
export interface SummaryRequest {
  readonly model?: string;
  readonly data?: string;
  readonly target?: string;
  readonly ignore?: readonly string[];
}

/**
 * A network as lines of text and as JSON.
 *
 * @throws UsageError where a recipe's network needs data and none are named, FileError, DataError
 */
export async function summarize(request: SummaryRequest): Promise<{ lines: readonly string[]; json: string }> {
  const { title, network, notes } = await findNetwork(request);
  const summary = summarizeNetwork(network);
  const lines = [
    title,
    '',
    ...formatSummary(summary),
    '',
    ...summary.inputs.map((input) => `input   ${input}`),
    ...summary.outputs.map((output) => `output  ${output}`),
    `opset   ${currentOpset}`,
    ...(notes.length === 0 ? [] : ['', ...notes.map(formatNote)]),
  ];
  return { lines, json: stringifyJson({ title, ...summary, opset: currentOpset, notes }, 2) };
}

interface SummaryParts {
  readonly title: string;
  readonly network: Network;
  readonly notes: readonly ImportNote[];
}

async function findNetwork({ model, data, target, ignore }: SummaryRequest): Promise<SummaryParts> {
  const subject = await openSubject(
    model,
    present({ target, ignore: ignore && [...ignore] }),
    data === undefined ? undefined : (_path, recipe) => openTrainingData(data, recipe),
  );
  if (subject.imported !== undefined && data === undefined) {
    const { path, network, notes } = subject.imported;
    return { title: path, network, notes };
  }
  const { train } = await openTrainingData(data ?? subject.data, subject.recipe, subject.imported);
  const { network, origin, notes } = buildNetwork(subject, train);
  return { title: origin, network, notes };
}
