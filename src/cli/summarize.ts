import { currentOpset } from '../graph/index.ts';
import type { Network } from '../nn/index.ts';
import { openModel, stringifyJson } from '../records/index.ts';
import { formatSummary, summarizeNetwork } from './network-summary.ts';
import { isRecipePath } from './recipe-file.ts';
import { buildNetwork, openSubject } from './subject.ts';
import { openTrainingData } from './training-data.ts';

/** What `netwright summary` was asked for; a model, data, or both. */
export interface SummaryRequest {
  readonly model?: string;
  readonly data?: string;
  readonly target?: string;
}

/**
 * A network as lines of text and as JSON.
 *
 * @throws UsageError where a recipe's network needs data and none are named, FileError, DataError
 */
export async function summarize(request: SummaryRequest): Promise<{ lines: readonly string[]; json: string }> {
  const { title, network } = await findNetwork(request);
  const summary = summarizeNetwork(network);
  const lines = [
    title,
    '',
    ...formatSummary(summary),
    '',
    ...summary.inputs.map((input) => `input   ${input}`),
    ...summary.outputs.map((output) => `output  ${output}`),
    `opset   ${currentOpset}`,
  ];
  return { lines, json: stringifyJson({ title, ...summary, opset: currentOpset }, 2) };
}

async function findNetwork({ model, data, target }: SummaryRequest): Promise<{ title: string; network: Network }> {
  if (model !== undefined && !isRecipePath(model)) {
    const { path, network } = await openModel(model);
    return { title: path, network };
  }
  const subject = await openSubject(model, target === undefined ? {} : { target });
  const { train } = await openTrainingData(data ?? subject.data, subject.recipe);
  const { network, origin } = buildNetwork(subject, train);
  return { title: origin, network };
}
