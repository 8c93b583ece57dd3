/** A histogram as TensorBoard keeps it: three numbers a bucket, `left`, `right` and `count`, one bucket after the other. */
export interface EventHistogram {
  readonly kind: 'histogram';
  readonly buckets: Float64Array;
}

/** Pictures of one tag at one step, encoded as PNG, JPEG or GIF. */
export interface EventImages {
  readonly kind: 'images';
  readonly width: number;
  readonly height: number;
  readonly images: readonly Uint8Array[];
}

/** Texts, in Markdown as a rule, in row order. */
export interface EventText {
  readonly kind: 'text';
  readonly texts: readonly string[];
  /** `[]` for a single text, `[rows, columns]` for a table. */
  readonly shape: readonly number[];
}

/** What a hyper-parameter may be. */
export type HyperParameterValue = string | number | boolean;

/** How a training session ended. */
export type SessionStatus = 'unknown' | 'success' | 'failure' | 'running';

/** A metric that the table of hyper-parameters shows: a scalar tag, in a subfolder of the session's run or in itself. */
export interface ExperimentMetric {
  readonly tag: string;
  readonly group?: string | undefined;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly data?: 'training' | 'validation' | undefined;
}

/** A hyper-parameter that sessions of an experiment have. */
export interface ExperimentHyperParameter {
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly type?: 'string' | 'boolean' | 'number' | undefined;
  /** All values that it takes, where they are listed. */
  readonly values?: readonly HyperParameterValue[] | undefined;
  /** Smallest and largest value, where it has an interval. */
  readonly interval?: readonly [number, number] | undefined;
}

/** What sessions have in common. */
export interface Experiment {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly hyperParameters: readonly ExperimentHyperParameter[];
  readonly metrics: readonly ExperimentMetric[];
}

/** A part of what TensorBoard's table of hyper-parameters is made of. */
export type EventHyperParameters =
  | ({ readonly kind: 'experiment' } & Experiment)
  | {
      readonly kind: 'session-start';
      readonly values: ReadonlyMap<string, HyperParameterValue>;
      readonly groupName: string | undefined;
      /** Seconds since 1970. */
      readonly startTime: number | undefined;
    }
  | { readonly kind: 'session-end'; readonly status: SessionStatus; readonly endTime: number | undefined };

/** A chart of several scalar tags: those that one of the patterns matches, or values each with a band. */
export interface LayoutChart {
  readonly title: string;
  /** Regular expressions over tags. */
  readonly tags?: readonly string[] | undefined;
  /** Tags of a value and of the lower and upper end of its band. */
  readonly margins?: readonly { readonly value: string; readonly lower: string; readonly upper: string }[] | undefined;
}

/** A fold of charts on TensorBoard's page of custom scalars. */
export interface LayoutCategory {
  readonly title: string;
  readonly charts: readonly LayoutChart[];
  readonly closed?: boolean | undefined;
}

export interface EventLayout {
  readonly kind: 'layout';
  readonly categories: readonly LayoutCategory[];
}

/** A sound, in an encoded form such as WAV. */
export interface EventAudio {
  readonly kind: 'audio';
  readonly sounds: readonly Uint8Array[];
}

/** Any other tensor: numbers of the numeric types, bytes of strings. */
export interface EventTensor {
  readonly kind: 'tensor';
  readonly shape: readonly number[];
  readonly values: Float64Array | readonly Uint8Array[];
}

/** A TensorFlow graph, as serialized. */
export interface EventGraph {
  readonly kind: 'graph';
  readonly bytes: Uint8Array;
}

/**
 * A writer began here. Where the step is above 0, as in the file of a run that was resumed, points of earlier files at
 * this step and behind it are void.
 */
export interface EventSession {
  readonly kind: 'session';
  readonly status: 'start' | 'stop' | 'checkpoint' | 'unknown';
}

/** What an event holds beside scalars. */
export type EventValue =
  | EventHistogram
  | EventImages
  | EventText
  | EventHyperParameters
  | EventLayout
  | EventAudio
  | EventTensor
  | EventGraph
  | EventSession;
