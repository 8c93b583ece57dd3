import type { ScalarsRequest, Series, SeriesRequest } from '../../api/contract.ts';

type Extent = readonly [from: number, to: number];

/** The curves that a card has, so that only those are fetched that are new or changed. */
export class HeldSeries {
  #view = '';
  /** The fewest columns in which one of them was drawn. */
  #columns = 0;
  /** What the columns divided when there was no range. */
  #extent: Extent | undefined;
  #held = new Map<string, Series>();

  /** The question, with the versions of what is held where that is as fine as asked for. */
  requestFor(wanted: ScalarsRequest): ScalarsRequest {
    const { series, columns, ...rest } = wanted;
    const view = JSON.stringify(rest);
    if (view !== this.#view || columns > this.#columns) this.#held.clear();
    this.#view = view;
    this.#columns = this.#held.size === 0 ? columns : Math.min(this.#columns, columns);
    return {
      ...wanted,
      series: series.map((one) => {
        const version = this.#held.get(keyOf(one))?.version;
        return version === undefined ? one : { ...one, version };
      }),
    };
  }

  /**
   * The series of all that was asked for, those held among them; undefined where it has to be asked again: all together
   * they reach less far than before, so that what is held is too coarse.
   */
  take({ series, range }: ScalarsRequest, answer: readonly (Series | null)[]): readonly Series[] | undefined {
    const all = series.map((one, i) => answer[i] ?? this.#held.get(keyOf(one))!);
    const extent = unionOf(all);
    const isCoarser = range === null && answer.includes(null) && !covers(extent, this.#extent);
    this.#held = new Map(isCoarser ? [] : all.map((one, i) => [keyOf(series[i]!), one]));
    this.#extent = extent;
    return isCoarser ? undefined : all;
  }
}

const keyOf = ({ run, tag }: SeriesRequest): string => JSON.stringify([run, tag]);

function unionOf(series: readonly Series[]): Extent | undefined {
  let union: Extent | undefined;
  for (const { extent } of series) {
    if (extent !== null)
      union = [Math.min(extent[0], union?.[0] ?? extent[0]), Math.max(extent[1], union?.[1] ?? extent[1])];
  }
  return union;
}

function covers(outer: Extent | undefined, inner: Extent | undefined): boolean {
  if (inner === undefined) return true;
  return outer !== undefined && outer[0] <= inner[0] && outer[1] >= inner[1];
}
