import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { DataError, FileError } from '../../core/index.ts';
import { readRange, withFile } from './open-file.ts';
import { describeSystemError } from './system-error.ts';

/** The outline of a table in a text file. */
export interface CsvOutline {
  readonly path: string;
  readonly delimiter: string;
  readonly columnNames: readonly string[];
  /** For each column whether one of its first cells is neither a number nor empty. */
  readonly looksLikeText: readonly boolean[];
  /** Rows below the header; blank lines are not counted. */
  readonly rowCount: number;
}

const headerBytes = 2 ** 22;
const sampledRows = 100;
const [lineFeed, carriageReturn, quote] = [10, 13, 34];

/**
 * Reads the header of a CSV or TSV file and checks the shape of every row, in one pass over its bytes. Values are
 * separated by tabs in `.tsv` files, otherwise by whichever of comma, semicolon, tab and bar the header has most of;
 * they may be quoted as in RFC 4180. Throws {@link FileError} and {@link DataError}: no header, columns without a name or
 * with the same one, no rows, a quote that is never closed, a row with more or fewer values than the header.
 */
export async function scanCsv(path: string): Promise<CsvOutline> {
  const start = await withFile(path, (file, sizeBytes) => readRange(path, file, 0, Math.min(sizeBytes, headerBytes)));
  if (start[0] === 0xff || start[0] === 0xfe || start.subarray(0, 4096).includes(0)) {
    throw new FileError(path, 'is not text in UTF-8', { advice: 'Save it as CSV with UTF-8 encoding' });
  }
  const text = new TextDecoder().decode(start);
  const delimiter = extname(path).toLowerCase() === '.tsv' ? '\t' : guessDelimiter(text);
  const [columnNames = [''], ...firstRows] = parseRecords(text, delimiter, 1 + sampledRows);
  checkNames(path, columnNames);
  const rowCount = await countRows(path, delimiter.charCodeAt(0), columnNames.length);
  if (rowCount === 0) throw new DataError(`${path}: no rows below the header`);
  const looksLikeText = columnNames.map((_, column) => firstRows.some((row) => isText(row[column] ?? '')));
  return { path, delimiter, columnNames, looksLikeText, rowCount };
}

function guessDelimiter(text: string): string {
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: parseRecords(text, delimiter, 1)[0]?.length ?? 0,
  }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

function isText(cell: string): boolean {
  return !Number.isFinite(Number(cell)) && !/^[+-]?(nan|inf(inity)?)$/i.test(cell);
}

/** The values of the first records of a text, unquoted and trimmed. */
function parseRecords(text: string, delimiter: string, most: number): string[][] {
  const records: string[][] = [];
  let values: string[] = [];
  let value = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted) {
      if (character !== '"') value += character;
      else if (text[i + 1] === '"') value += text[++i]!;
      else quoted = false;
    } else if (character === '"' && value === '') quoted = true;
    else if (character === delimiter) {
      values.push(value.trim());
      value = '';
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[i + 1] === '\n') i++;
      records.push([...values, value.trim()]);
      if (records.length === most) return records;
      values = [];
      value = '';
    } else value += character;
  }
  records.push([...values, value.trim()]);
  return records;
}

function checkNames(path: string, names: readonly string[]): void {
  if (names.length === 1 && names[0] === '') {
    throw new FileError(path, 'no column names in the first line', { advice: 'Begin the file with a line of names' });
  }
  const areNumbers = names.every((name) => name !== '' && Number.isFinite(Number(name)));
  if (areNumbers && !names.every((name, index) => name === String(index))) {
    throw new FileError(
      path,
      `the first line holds numbers (${names.slice(0, 3).join(', ')} …), expected column names`,
      {
        advice: 'Add a line of names at the top',
      },
    );
  }
  const unnamed = names.indexOf('');
  if (unnamed >= 0) {
    throw new FileError(path, `column ${unnamed + 1} has no name`, {
      advice: 'Name it; if it is the row index that pandas writes, save with index=False',
    });
  }
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new FileError(path, `two columns are named '${repeated}'`);
}

/** Counts the rows below the header, and checks that each has as many values as the header has names. */
async function countRows(path: string, delimiter: number, columns: number): Promise<number> {
  const counter = new RowCounter(path, delimiter, columns);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) counter.add(chunk as Uint8Array);
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? describeSystemError(path, error) : error;
  }
  return counter.finish();
}

class RowCounter {
  readonly #path: string;
  readonly #delimiter: number;
  readonly #columns: number;
  #state: 'field start' | 'plain' | 'quoted' | 'quote in quoted' = 'field start';
  #fields = 1;
  #line = 1;
  #records = 0;
  #previous = 0;
  #quoteLine = 0;

  constructor(path: string, delimiter: number, columns: number) {
    this.#path = path;
    this.#delimiter = delimiter;
    this.#columns = columns;
  }

  add(chunk: Uint8Array): void {
    const delimiter = this.#delimiter;
    let state = this.#state;
    let previous = this.#previous;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (state === 'quoted') {
        if (byte === quote) state = 'quote in quoted';
        else if (byte === lineFeed) this.#line++;
      } else if (state === 'quote in quoted' && byte === quote) state = 'quoted';
      else if (byte === delimiter) {
        this.#fields++;
        state = 'field start';
      } else if (byte === lineFeed || byte === carriageReturn) {
        if (byte === lineFeed && previous === carriageReturn) {
          previous = byte;
          continue;
        }
        this.#endRecord(state === 'field start');
        state = 'field start';
      } else if (byte === quote && state === 'field start') {
        state = 'quoted';
        this.#quoteLine = this.#line;
      } else state = 'plain';
      previous = byte;
    }
    this.#state = state;
    this.#previous = previous;
  }

  /** Ends the file; the number of rows below the header. */
  finish(): number {
    if (this.#state === 'quoted') {
      throw new FileError(this.#path, `the quote opened in line ${this.#quoteLine} is never closed`);
    }
    if (this.#state !== 'field start' || this.#fields > 1) this.#endRecord(false);
    return this.#records - 1;
  }

  #endRecord(emptyLastField: boolean): void {
    const isBlank = emptyLastField && this.#fields === 1;
    if (!isBlank) {
      if (this.#fields !== this.#columns) {
        throw new DataError(
          `${this.#path}, line ${this.#line}: ${this.#fields} ${this.#fields === 1 ? 'value' : 'values'}, expected ${this.#columns}, one for each column of the header`,
          { advice: 'Correct the line, or quote a value that holds the separator' },
        );
      }
      this.#records++;
    }
    this.#fields = 1;
    this.#line++;
  }
}
