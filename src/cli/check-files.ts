import { categoriesByColumn, checkData, type Finding, openDataset } from '../data/index.ts';
import { stringifyJson } from '../records/index.ts';
import type { RecipeInput } from '../train/index.ts';
import { checkNetwork } from './check-network.ts';
import { formatQuantity } from './format.ts';
import { present } from './present.ts';
import { openSubject } from './subject.ts';
import { asClassesFor, columnOptionsOf } from './training-data.ts';

/** What `netwright check` was asked for. */
export interface CheckRequest {
  readonly model?: string;
  readonly data: string;
  readonly against?: string;
  /** Fields of the recipe that options set, the target and the columns to leave out among them. */
  readonly recipe: RecipeInput;
}

/**
 * Everything that the checks find in files of data, and in the training of a model on them; as lines of text and as JSON.
 *
 * @throws UsageError, FileError, DataError where data cannot be read at all, naming the place
 */
export async function checkFiles(
  request: CheckRequest,
): Promise<{ lines: readonly string[]; json: string; hasFault: boolean }> {
  const { imported: opened, recipe } = await openSubject(request.model, request.recipe);
  const description = opened?.data;
  const options = {
    target: recipe.target ?? description?.target,
    ...(opened?.data === undefined ? {} : columnOptionsOf({ network: opened.network, data: opened.data })),
    ignore: recipe.ignore,
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
  const hasFault = findings.some(({ severity }) => severity === 'fault');
  const result = { data: request.data, samples: Object.fromEntries(parts), findings };
  const lines = toLines(request.data, parts, findings);
  // Without a target there is nothing to train for.
  if (request.model === undefined || train.target === undefined) {
    return { lines, json: stringifyJson(result, 2), hasFault };
  }
  const network = await checkNetwork({ ...request, model: request.model });
  return {
    lines: [...lines, '', ...network.lines],
    json: stringifyJson({ ...result, network: network.json }, 2),
    hasFault: hasFault || network.hasFault,
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
