import type { EventHistogram, EventImages, HyperParameterValue } from '../event-files/index.ts';
import type { ScalarSeries } from './scalar-series.ts';

/** Something recorded at a step. */
export interface Recorded<Value> {
  readonly step: number;
  readonly value: Value;
}

/** What a run recorded: of ours or any that TensorBoard shows. */
export interface RunRecord {
  readonly name: string;
  readonly folder: string;
  /** By tag, in the order of the files; the others are sorted. */
  readonly scalars: ReadonlyMap<string, ScalarSeries>;
  /** At most 255 steps of each tag, at about equal distances. */
  readonly histograms: ReadonlyMap<string, readonly Recorded<EventHistogram>[]>;
  /** The first pictures of each tag and the last ones. */
  readonly images: ReadonlyMap<string, readonly Recorded<EventImages>[]>;
  /** The last texts of each tag. */
  readonly texts: ReadonlyMap<string, readonly Recorded<readonly string[]>[]>;
  readonly hyperParameters: ReadonlyMap<string, HyperParameterValue>;
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[];
}
