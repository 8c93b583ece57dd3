import { DataError, fromNumbers, tensor, UsageError } from '../../core/index.ts';
import { readCsv } from '../readers/csv.ts';
import { type CsvOutline, scanCsv } from '../readers/csv-scan.ts';
import type { RawTarget } from '../target.ts';
import type { Source, SourceRequest } from './source.ts';

const targetNames = ['target', 'label', 'labels', 'class', 'y'];

/** Tables of text with a line of column names: the columns of numbers become one input, a vector of features. */
export const csvSource: Source = {
  reads: '.csv, .tsv',
  accepts: ({ kind, name }) => kind === 'file' && /\.(csv|tsv)$/i.test(name),
  read: async ({ path }, request) => {
    const outline = await scanCsv(path);
    const targetColumns = findTargetColumns(outline, request);
    const inputColumns = request.columnNames ?? outline.columnNames.filter((name) => !targetColumns.includes(name));
    checkColumns(outline, inputColumns);
    if (inputColumns.length === 0) throw new DataError(`${path}: no columns beside the target`);

    const [single] = request.withTarget && targetColumns.length === 1 ? targetColumns : [];
    const severalTargets = request.withTarget && targetColumns.length > 1 ? [targetColumns] : [];
    const { numbers, texts } = await readCsv(outline, {
      numbers: [inputColumns, ...severalTargets],
      texts: single === undefined ? [] : [single],
    });
    const values = tensor('float32', [outline.rowCount, inputColumns.length], numbers[0]!);
    const inputs = [{ name: 'inputs', values }];
    let target: RawTarget | undefined;
    if (single !== undefined) target = { name: fieldName(single), values: numbersOrTexts(outline, single, texts[0]!) };
    else if (numbers[1] !== undefined) {
      const shape = [outline.rowCount, targetColumns.length];
      target = { name: fieldName(targetColumns.join(',')), values: tensor('float32', shape, numbers[1]) };
    }
    return { parts: { train: { inputs, target } }, layout: 'features', columnNames: inputColumns };
  },
};

/** The input's field is called `inputs`, so a target column cannot be. */
function fieldName(column: string): string {
  return column === 'inputs' ? 'target' : column;
}

function checkColumns(outline: CsvOutline, names: readonly string[]): void {
  const missing = names.filter((name) => !outline.columnNames.includes(name)).map((name) => `'${name}'`);
  if (missing.length === 0) return;
  const columns = `${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}`;
  throw new DataError(`${outline.path}: no ${columns}; the columns are ${outline.columnNames.join(', ')}`);
}

/** The columns that the request names, one or several separated by commas, or the one with a usual name. */
function findTargetColumns(outline: CsvOutline, request: SourceRequest): readonly string[] {
  const { columnNames } = outline;
  if (request.target !== undefined) {
    const wanted = columnNames.includes(request.target)
      ? [request.target]
      : request.target.split(',').map((name) => name.trim());
    if (!request.withTarget) return wanted.filter((name) => columnNames.includes(name));
    checkColumns(outline, wanted);
    return wanted;
  }
  if (!request.withTarget) return [];
  const usual = columnNames.filter((name) => targetNames.includes(name.toLowerCase()));
  if (usual.length === 1) return usual;
  throw new UsageError(
    `${outline.path}: which column is the target? ${usual.length === 0 ? 'None is called target, label, class or y' : `It could be ${usual.join(' or ')}`}; the columns are ${columnNames.join(', ')}`,
    { advice: 'Name it (--target NAME)' },
  );
}

/**
 * A column as integers where every value is one, as numbers where most are, otherwise as texts. Throws {@link DataError}
 * for the first value among numbers that is none.
 */
function numbersOrTexts(outline: CsvOutline, name: string, texts: readonly string[]): RawTarget['values'] {
  const numbers = Float64Array.from(texts, (text) => (text.trim() === '' ? Number.NaN : Number(text)));
  let finite = 0;
  for (const number of numbers) if (Number.isFinite(number)) finite++;
  if (2 * finite <= texts.length) return texts;
  if (finite < texts.length) {
    const row = numbers.findIndex((number) => !Number.isFinite(number));
    throw new DataError(
      `${outline.path}: column '${name}', row ${row + 1} below the header: found '${texts[row]}', expected a finite number as in ${finite} of ${texts.length} rows`,
      { advice: 'Fill in or remove those rows' },
    );
  }
  const isInteger = texts.every((text) => /^\s*[+-]?\d{1,15}\s*$/.test(text));
  return fromNumbers(isInteger ? 'int64' : 'float32', [numbers.length], numbers);
}
