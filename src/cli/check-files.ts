import { categoriesByColumn, checkData, type Finding, openDataset } from '../data/index.ts';
import { openNetwork } from '../importers/index.ts';
import { stringifyJson } from '../records/index.ts';
import { formatQuantity } from './format.ts';
import { present } from './present.ts';
import { asClassesFor, columnOptionsOf } from './training-data.ts';

/** What `netwright check` was asked for. */
export interface CheckRequest {
  readonly model?: string;
  readonly data: string;
  readonly against?: string;
  readonly target?: string;
  readonly ignore?: readonly string[];
}

/**
 * Everything that the checks find in files of data; as lines of text and as JSON.
 *
 * @throws UsageError, FileError, DataError where data cannot be read at all, naming the place
 */
export async function checkFiles(
  request: CheckRequest,
): Promise<{ lines: readonly string[]; json: string; hasFault: boolean }> {
  const opened = request.model === undefined ? undefined : await openNetwork(request.model);
  const description = opened?.data;
  const options = {
    target: request.target ?? description?.target,
    ...(opened?.data === undefined ? {} : columnOptionsOf({ network: opened.network, data: opened.data })),
    ignore: request.ignore,
    keepMissing: true,
    classNames: description?.classNames,
    asClasses: asClassesFor(description?.loss),
  };
  const { train, validation, test } = await openDataset(request.data, options);
  const { classNames, columnNames = train.columnNames } = { ...train, ...present(options) };
  const categories = description?.categories ?? categoriesByColumn(train) ?? {};
  const read = request.against === undefined ? undefined : { ...options, classNames, columnNames, categories };
  const opposite =
    request.against === undefined
      ? undefined
      : await openDataset(request.against, { ...read, target: options.target ?? train.target?.name });
  const against = opposite?.test ?? opposite?.validation ?? opposite?.train;
  const others = present({ validation, test, against });
  const findings = checkData({ train, others, preparation: opened?.network.preparation });
  const parts = Object.entries({ train, ...others }).map(([name, part]) => [name, part!.length] as const);
  return {
    lines: toLines(request.data, parts, findings),
    json: stringifyJson({ data: request.data, samples: Object.fromEntries(parts), findings }, 2),
    hasFault: findings.some(({ severity }) => severity === 'fault'),
  };
}

function toLines(
  data: string,
  parts: readonly (readonly [string, number])[],
  findings: readonly Finding[],
): readonly string[] {
  const counts = parts.map(([name, length]) => `${formatQuantity(length, 'sample')} in ${name}`);
  const title = `${data}: ${counts.join(', ')}`;
  if (findings.length === 0) return [title, 'nothing found'];
  return [
    title,
    ...findings.flatMap(({ severity, part, message, advice }) => [
      '',
      `${severity.padEnd(9)}${part}: ${message}`,
      `${' '.repeat(9)}${advice}`,
    ]),
  ];
}
