/** Fewest and most values that a level holds before it is halved. */
const fewest = 512;
const most = 1 << 15;
/** Values that all sketches of a field may hold at once, level by level. */
const elementsOfAll = 1 << 22;

/** The capacity that sketches need for so many groups to stay within bounds together. */
export function sketchCapacity(groups: number): number {
  return 2 * Math.floor(Math.min(most, Math.max(fewest, elementsOfAll / Math.max(groups, 1))) / 2);
}

/**
 * Quantiles of a stream of numbers in bounded memory: a level that is full is sorted, and every second of its values goes
 * on to the next level with twice the weight, in turn the first or the second of each pair (Manku, Rajagopalan and Lindsay,
 * "Approximate medians and other quantiles in one pass and with limited memory", 1998). Exact up to `capacity` values;
 * beyond that ranks are wrong by at most log2(count / capacity) / (2 · capacity) of all, 0.02 % at a billion values.
 */
export class QuantileSketch {
  readonly #capacity: number;
  readonly #levels: { readonly values: Float32Array; length: number; takesSecond: boolean }[] = [];
  #count = 0;

  constructor(capacity: number = most) {
    this.#capacity = capacity;
  }

  /** Numbers added so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds a finite number. */
  add(value: number): void {
    this.#count++;
    this.#put(0, value);
  }

  /** The values at some quantiles from 0 to 1, interpolated as NumPy's default does while exact; NaN where nothing was added. */
  quantiles(wanted: readonly number[]): number[] {
    const entries = this.#levels.flatMap(({ values, length }, level) =>
      Array.from(values.subarray(0, length), (value) => ({ value, weight: 2 ** level })),
    );
    entries.sort((a, b) => a.value - b.value);
    if (entries.length === 0) return wanted.map(() => Number.NaN);
    const total = entries.reduce((sum, { weight }) => sum + weight, 0);
    const starts: number[] = [];
    let start = 0;
    for (const { weight } of entries) {
      starts.push(start);
      start += weight;
    }
    const at = (rank: number): number => {
      let low = 0;
      let high = entries.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= rank) low = middle;
        else high = middle - 1;
      }
      return entries[low]!.value;
    };
    return wanted.map((quantile) => {
      const position = quantile * (total - 1);
      const below = Math.floor(position);
      const [first, second] = [at(below), at(Math.min(below + 1, total - 1))];
      return first + (second - first) * (position - below);
    });
  }

  #put(level: number, value: number): void {
    if (this.#levels.length === level) {
      this.#levels.push({ values: new Float32Array(this.#capacity), length: 0, takesSecond: false });
    }
    const entry = this.#levels[level]!;
    entry.values[entry.length++] = value;
    if (entry.length < this.#capacity) return;
    entry.values.sort();
    entry.length = 0;
    for (let i = entry.takesSecond ? 1 : 0; i < this.#capacity; i += 2) this.#put(level + 1, entry.values[i]!);
    entry.takesSecond = !entry.takesSecond;
  }
}
