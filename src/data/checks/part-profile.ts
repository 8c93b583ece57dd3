import { elementCount } from '../../core/index.ts';
import { forEachChunk } from '../chunks.ts';
import type { Dataset, Field, UnknownCategories } from '../dataset.ts';
import { type FieldSketches, sketchField } from '../field-quantiles.ts';
import { type FieldStatistics, fieldStatistics } from '../statistics.ts';
import { inferTask, type Task } from '../task.ts';

/** What several checks want to know of one part of the data, computed when it is first asked for. */
export class PartProfile {
  readonly name: string;
  readonly dataset: Dataset;
  readonly #statistics = new Map<string, FieldStatistics>();
  readonly #sketches = new Map<string, FieldSketches>();
  #rows: Float64Array | undefined;
  #task: Task | undefined;
  #unknown: readonly UnknownCategories[] | undefined;

  constructor(name: string, dataset: Dataset) {
    this.name = name;
    this.dataset = dataset;
  }

  statistics(field: Field): FieldStatistics {
    const known = this.#statistics.get(field.name) ?? fieldStatistics(this.dataset, field.name);
    this.#statistics.set(field.name, known);
    return known;
  }

  /** Quantiles of every feature or channel of a field. */
  sketches(field: Field): FieldSketches {
    const groups = Array.from(this.statistics(field).mean, (_, group) => group);
    const known = this.#sketches.get(field.name) ?? sketchField(this.dataset, field.name, groups);
    this.#sketches.set(field.name, known);
    return known;
  }

  /** A number of 53 bits for the content of each sample's inputs: equal inputs have equal numbers, others do not. */
  rows(): Float64Array {
    this.#rows ??= hashRows(this.dataset);
    return this.#rows;
  }

  /** What the target is; nothing where there is none. */
  task(): Task | undefined {
    if (this.dataset.target !== undefined) this.#task ??= inferTask(this.dataset);
    return this.#task;
  }

  /** The categories of a column, where it has any. */
  categoriesOf(field: Field, group: number): readonly string[] | undefined {
    return field === this.dataset.inputs[0] ? this.dataset.categories?.[group] : undefined;
  }

  /** Texts that are none of the categories of their column. */
  unknownCategories(): readonly UnknownCategories[] {
    this.#unknown ??= this.dataset.unknownCategories?.() ?? [];
    return this.#unknown;
  }

  /** What messages call a feature or channel: `column 'weight'`. */
  place(field: Field, group: number): string {
    const { inputs, columnNames } = this.dataset;
    const column = field === inputs[0] ? columnNames?.[group] : undefined;
    if (column !== undefined) return `column '${column}'`;
    const { kind, mean } = this.statistics(field);
    return kind === 'all' || mean.length === 1 ? `'${field.name}'` : `'${field.name}', ${kind} ${group}`;
  }
}

/** The field of that name in another part. */
export function sameField({ dataset }: PartProfile, field: Field): Field | undefined {
  return dataset.inputs.find(({ name }) => name === field.name);
}

function hashRows(dataset: Dataset): Float64Array {
  const first = new Uint32Array(dataset.length).fill(0x811c9dc5);
  const second = new Uint32Array(dataset.length).fill(0x9747b28c);
  for (const field of dataset.inputs) {
    const size = elementCount(field.shape);
    forEachChunk(dataset, field, (values, start, samples) => {
      // −0 and 0 are the same input.
      for (let i = 0; i < values.length; i++) if (values[i] === 0) values[i] = 0;
      const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
      for (let sample = 0, at = 0; sample < samples; sample++) {
        let a = first[start + sample]!;
        let b = second[start + sample]!;
        for (const end = at + size; at < end; at++) {
          a = mix(a, bits[at]!, 0xcc9e2d51);
          b = mix(b, bits[at]!, 0x85ebca6b);
        }
        first[start + sample] = a;
        second[start + sample] = b;
      }
      return undefined;
    });
  }
  return Float64Array.from(first, (value, index) => value * 2 ** 21 + (second[index]! >>> 11));
}

/** A round of MurmurHash3's mixing (Appleby 2011). */
function mix(hash: number, word: number, factor: number): number {
  let k = Math.imul(word, factor);
  k = (k << 15) | (k >>> 17);
  k = Math.imul(k, 0x1b873593) ^ hash;
  k = (k << 13) | (k >>> 19);
  k = Math.imul(k, 5) + 0xe6546b64;
  return (k ^ (k >>> 16)) >>> 0;
}
