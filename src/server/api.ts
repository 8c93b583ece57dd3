/**
 * The HTTP interface of the board: the types that its server and its web app share, and nothing else. All paths are
 * below `/api`. Answers are JSON, but for `/api/scalars` (see `scalars-format.ts`), `/api/image` and `/api/scalars.csv`.
 *
 * A run is named by its id: the path of its folder below the board's root with `/` between, `.` for the root itself.
 * Ids and tags travel in the query (`?run=a%2Fb&tag=loss%2Ftrain`) or in a JSON body, never in the path. Requests that change
 * something carry `Content-Type: application/json`. Where something fails, the status says which kind (400 a request that
 * cannot be understood, 403 refused, 404 no such run or tag, 409 in the way, 413 a body too large, 503 too many streams) and
 * the body is an {@link ApiError}.
 *
 * | request | body | answer |
 * | --- | --- | --- |
 * | `GET /api/runs` | | {@link RunsAnswer}; with an `ETag`, so that an unchanged list is 304 |
 * | `GET /api/events` | | server-sent events, see {@link BoardEvents} |
 * | `POST /api/scalars` | {@link ScalarsRequest} | columns in binary, for `decodeScalars` of `scalars-format.ts` |
 * | `GET /api/scalars.csv?run&tag` | | every point as `step,wall_time,value`, with a header |
 * | `GET /api/histograms?run&tag[&steps=N]` | | {@link HistogramsAnswer} |
 * | `GET /api/distributions?run&tag[&steps=N]` | | {@link DistributionsAnswer} |
 * | `GET /api/images?run&tag` | | {@link ImagesAnswer} |
 * | `GET /api/image?run&tag&entry=N&index=N` | | the bytes of one picture as they were written |
 * | `GET /api/image-facts?run&tag&entry=N&index=N` | | {@link ImageFacts} |
 * | `GET /api/text?run&tag` | | {@link TextAnswer} |
 * | `GET /api/layers?run&measure=gradient_norm[&columns=N]` | | {@link LayersAnswer} |
 * | `GET /api/layout` | | {@link LayoutAnswer} |
 * | `GET /api/hyperparameters` | | {@link HyperparametersAnswer} |
 * | `GET /api/recipe?run` | | {@link RecipeAnswer} |
 * | `GET /api/graph?run` | | {@link GraphAnswer} |
 * | `GET /api/report?run` | | the `report.json` of a diagnosis, as it is in the file |
 * | `PATCH /api/run?run` | {@link RunChange} | {@link RunSummary} |
 * | `DELETE /api/run?run` | | {@link Deletion} |
 * | `POST /api/undo` | {@link UndoRequest} | {@link RunSummary} or 404 where the time to undo is over |
 */

/** What every request that fails answers with. */
export interface ApiError {
  /** One sentence for the user. */
  readonly error: string;
}

/** A number in JSON, where those that are not finite are words. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** What a tag holds. */
export type TagKind = 'scalars' | 'histograms' | 'images' | 'text';

/** `GET /api/runs`. */
export interface RunsAnswer {
  /** The folder that is shown, for the title. */
  readonly root: string;
  /** Grows with every change of this answer. */
  readonly version: number;
  /** What is left to be read at start-up or after files grew; null where all was read. */
  readonly indexing: IndexingProgress | null;
  /** Every tag's name, once. */
  readonly tags: readonly string[];
  /** Sets of tags; runs with the same tags share one. */
  readonly tagSets: readonly TagSet[];
  readonly runs: readonly RunSummary[];
  /** What could not be read outside any run: a folder without permission, a link that leaves the root. */
  readonly problems: readonly Problem[];
}

export interface IndexingProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

/** For each kind the places of its tags in {@link RunsAnswer.tags}, sorted by name. */
export type TagSet = { readonly [Kind in TagKind]: readonly number[] };

/** `finished`, `failed` and `running` where the run's files say so; `unknown` for event files that say nothing. */
export type RunStatus = 'running' | 'finished' | 'failed' | 'unknown';

export interface RunSummary {
  /** Path below the root with `/` between, `.` for the root. */
  readonly id: string;
  /** The name a user gave it, or else its id. Colours go by this. */
  readonly name: string;
  /** What a user wrote about it; empty where nothing. */
  readonly notes: string;
  readonly hidden: boolean;
  readonly status: RunStatus;
  /** Unix time in seconds of its first event; null where it has none. */
  readonly started: number | null;
  /** Unix time in seconds of its last event. */
  readonly lastWallTime: number | null;
  readonly lastStep: number | null;
  /** Place in {@link RunsAnswer.tagSets}. */
  readonly tagSet: number;
  /** Whether `/api/recipe`, `/api/report` and `/api/graph` have something to show. */
  readonly hasRecipe: boolean;
  readonly hasReport: boolean;
  readonly hasGraph: boolean;
  /** Whether it says how its scalars belong together: see {@link LayoutAnswer}. */
  readonly hasLayout: boolean;
  /** Seed of the recipe, for means and bands over seeds; null where unknown. */
  readonly seed: number | null;
  /** The same for runs whose recipes differ in nothing but seed and name; null without a recipe. */
  readonly recipeHash: string | null;
  readonly problems: readonly Problem[];
}

/** Something that could not be read. The board shows the rest. */
export interface Problem {
  /** Path below the root. */
  readonly file: string;
  /** Byte in that file; null where it concerns the whole file. */
  readonly offset: number | null;
  readonly message: string;
}

/**
 * Server-sent events of `GET /api/events`: `event:` is a key of this, `data:` its value in JSON. Changes are gathered for
 * a quarter of a second. A reader that was away starts over with `GET /api/runs`: the first event is always `hello`.
 */
export interface BoardEvents {
  /** First of a stream. Where `version` is not that of the list which the app holds, it fetches the list. */
  readonly hello: { readonly version: number };
  /** Runs came, went or were renamed, or a run has new tags: fetch `GET /api/runs`. */
  readonly runs: { readonly version: number };
  /** Runs have new points under tags that they had. */
  readonly grown: { readonly runs: readonly RunGrowth[] };
  /** How far the first reading is; null when all was read. */
  readonly indexing: IndexingProgress | null;
}

export type RunGrowth = Pick<RunSummary, 'id' | 'status' | 'lastStep' | 'lastWallTime'>;

/**
 * What stands along x: the step; Unix time in seconds; seconds since the run's first event; the epoch, read off the run's
 * scalar `epoch` by step (where it has none, the part is empty and `noEpochs` is set).
 */
export type Axis = 'step' | 'wall' | 'relative' | 'epoch';

/** Body of `POST /api/scalars`. At most 10 000 series. */
export interface ScalarsRequest {
  readonly series: readonly SeriesRequest[];
  readonly axis: Axis;
  /** Part of x to answer, ends included; null for all. The nearest point beyond each end comes along, for the line. */
  readonly range: readonly [from: number, to: number] | null;
  /** Pixel columns of the chart, 1 to 8192: a bucket each, unless there are few points. */
  readonly columns: number;
  /** Whether x is drawn on a logarithmic axis, so that buckets are equally wide there. Default false. */
  readonly logarithmicX?: boolean;
  /**
   * From 0, the default, to below 1: weight of the debiased exponential mean (TensorBoard's, over every finite point from
   * the first on, so that it depends on neither zoom nor width). Above 0, parts carry `smoothed`.
   */
  readonly smoothing?: number;
}

export interface SeriesRequest {
  readonly run: string;
  readonly tag: string;
  /**
   * {@link SeriesHeader.version} of what the asker has, from an answer for the same axis, range, scale and smoothing: where
   * that is still the version, the answer is null. Without a range it was drawn in columns of the extent of then, which are
   * as fine as now or finer while the extent of all series together has not become smaller.
   */
  readonly version?: string;
}

/** JSON at the beginning of the answer to `POST /api/scalars`: for each series asked for, in order, null where unchanged. */
export interface ScalarsHeader {
  readonly series: readonly (SeriesHeader | null)[];
}

export interface SeriesHeader {
  /** Another one whenever the points, or their places on the axis, are others. At most 200 characters. */
  readonly version: string;
  /** False where there is no such run or tag; then there are no parts. */
  readonly found: boolean;
  /** Points of the whole tag. */
  readonly points: number;
  /** Smallest and largest x of the whole tag; null where it has no points. */
  readonly extent: readonly [from: number, to: number] | null;
  /** Whether the axis is `epoch` and the run has none. */
  readonly noEpochs: boolean;
  /** Where steps went back: the run was restarted there, and earlier points from that step on are superseded. */
  readonly restarts: readonly Restart[];
  /** Set where steps go back so often that these are no restarts: then points are sorted by step and none is superseded. */
  readonly unordered: boolean;
  /** First the curve, then what restarts superseded, each part on its own, to be drawn faintly. */
  readonly parts: readonly PartHeader[];
}

export interface Restart {
  readonly x: number;
  readonly step: number;
  /** Step that had been reached before. */
  readonly previousStep: number;
  readonly wallTime: number;
}

export interface PartHeader {
  readonly superseded: boolean;
  /** `points`: every point in range. `buckets`: extremes of the points in each pixel column that has any. */
  readonly form: 'points' | 'buckets';
  /** Points or buckets. */
  readonly rows: number;
  /** Marks of values that are not finite. */
  readonly marks: number;
  readonly smoothed: boolean;
}

/** `GET /api/histograms`: at most `steps` (default 100) of them, spread evenly, first and last among them. */
export interface HistogramsAnswer {
  /** How many there are in all. */
  readonly total: number;
  readonly entries: readonly HistogramEntry[];
}

export interface HistogramEntry {
  readonly step: number;
  readonly wallTime: number;
  /** Rows of left border, right border, count. */
  readonly bins: readonly (readonly [left: JsonNumber, right: JsonNumber, count: JsonNumber])[];
}

/** `GET /api/distributions`: the histograms as quantiles, interpolated linearly inside bins. */
export interface DistributionsAnswer {
  readonly total: number;
  /** Shares from 0 to 1: 0, 0.0668, 0.1587, 0.3085, 0.5, 0.6915, 0.8413, 0.9332, 1 (TensorBoard's). */
  readonly quantiles: readonly number[];
  /** Null in place of values where a histogram is empty or not finite. */
  readonly entries: readonly {
    readonly step: number;
    readonly wallTime: number;
    readonly values: readonly number[] | null;
  }[];
}

/** `GET /api/images`. */
export interface ImagesAnswer {
  readonly entries: readonly ImageEntry[];
}

export interface ImageEntry {
  /** Place in the tag, from 0: the `entry` of `/api/image`. */
  readonly entry: number;
  readonly step: number;
  readonly wallTime: number;
  readonly width: number;
  readonly height: number;
  /** Pictures in this entry: `index` is below this. */
  readonly count: number;
}

/** `GET /api/image-facts`: what was measured in the stored pixels, and what is known of how they were made. */
export interface ImageFacts {
  readonly width: number;
  readonly height: number;
  /** `image/png`, `image/jpeg`, `image/gif` or `application/octet-stream`. */
  readonly type: string;
  /** 1 grey, 2 grey with alpha, 3 colours, 4 with alpha; null where the file is of a kind that is not decoded. */
  readonly channels: number | null;
  /** Bits of a stored number, 1 to 16. */
  readonly bitDepth: number | null;
  /** Smallest and largest stored number, without alpha. */
  readonly stored: readonly [least: number, most: number] | null;
  /** Share of the numbers at the lowest or highest that can be stored, in percent, without alpha. */
  readonly clippedPercent: number | null;
  /** Values before they became pixels, where the writer said: their range, and which ones are black and white. */
  readonly original: {
    readonly range: readonly [least: JsonNumber, most: JsonNumber] | null;
    readonly black: number;
    readonly white: number;
  } | null;
  /** What a viewer should not trust: a writer that rescales, wraps or clips. One sentence each. */
  readonly warnings: readonly string[];
}

/** `GET /api/text`: at most the last 100. */
export interface TextAnswer {
  readonly total: number;
  readonly entries: readonly {
    readonly step: number;
    readonly wallTime: number;
    /** Shape of the tensor of texts: `[]` for one. */
    readonly shape: readonly number[];
    readonly texts: readonly string[];
  }[];
}

/**
 * `GET /api/layers`: the scalars `<measure>/<layer>` of a run as a matrix of layer by step, layers in the order in which the
 * run wrote them. `columns` (default 200) bounds the number of steps; several steps in one cell keep the extremes.
 */
export interface LayersAnswer {
  /** Measures this run has: the first segments that two or more of its scalars share. */
  readonly measures: readonly string[];
  readonly measure: string;
  readonly layers: readonly string[];
  /** First step of each column. */
  readonly steps: readonly number[];
  /** By layer, by column; null where there is no point. */
  readonly minimum: readonly (readonly (JsonNumber | null)[])[];
  readonly maximum: readonly (readonly (JsonNumber | null)[])[];
}

/** `GET /api/layout`: the charts that the writers of all runs ask for, which TensorBoard shows as custom scalars. */
export interface LayoutAnswer {
  readonly categories: readonly {
    readonly title: string;
    /** Whether it is to be folded at first. */
    readonly closed: boolean;
    readonly charts: readonly LayoutChartAnswer[];
  }[];
}

/** Several scalars in one chart: each a line, or values with the ends of a band. */
export interface LayoutChartAnswer {
  readonly title: string;
  /** Those of any run that the chart's patterns match. */
  readonly tags: readonly string[];
  readonly margins: readonly { readonly value: string; readonly lower: string; readonly upper: string }[];
  /** What of the patterns could not be asked; empty where nothing is wrong. */
  readonly problem: string;
}

/** A hyper-parameter's value. */
export type HyperparameterValue = JsonNumber | string | boolean | null;

/** `GET /api/hyperparameters`: one row a run that has any, from its recipe or from TensorBoard's `hparams`. */
export interface HyperparametersAnswer {
  /** Names of the hyper-parameters (`optimizer.learningRate`), those that differ between runs first. */
  readonly names: readonly string[];
  /** How many of {@link names} differ between runs. */
  readonly differing: number;
  /** Scalar tags offered as metrics; those of runs below a run with hyper-parameters (`train`) with their path before. */
  readonly metrics: readonly string[];
  readonly rows: readonly {
    readonly run: string;
    /** In the order of `names`; null where the run has no such parameter. */
    readonly values: readonly HyperparameterValue[];
    /** In the order of `metrics`; null where neither the run nor one below has it. Extremes are of the finite values. */
    readonly metrics: readonly (MetricSummary | null)[];
  }[];
}

export interface MetricSummary {
  readonly last: JsonNumber;
  readonly minimum: JsonNumber;
  readonly maximum: JsonNumber;
  /** Values that are not finite. */
  readonly nonFinite: number;
}

/** `GET /api/recipe`: the files of our runs; null where there is none. */
export interface RecipeAnswer {
  readonly recipe: unknown;
  readonly environment: unknown;
  readonly result: unknown;
}

/** `GET /api/graph`: the run's `model.onnx`, or else the graph that TensorFlow or PyTorch wrote into its event file. */
export interface GraphAnswer {
  readonly source: 'model.onnx' | 'event file';
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** In an order in which they can be computed. */
  readonly nodes: readonly GraphNode[];
  /** Nodes by the layer that they belong to, in order of their first node. */
  readonly layers: readonly GraphLayer[];
  /** True where there are more nodes than are sent, 20 000. */
  readonly cut: boolean;
}

export interface GraphValue {
  readonly name: string;
  readonly dtype: string | null;
  /** Null where unknown; a named axis is its name. */
  readonly shape: readonly (number | string | null)[] | null;
}

export interface GraphNode {
  readonly name: string;
  readonly opType: string;
  /** Layer it belongs to, the scope in its name; empty where it has none. */
  readonly layer: string;
  /** Names of values; those that no node computes are inputs or parameters. */
  readonly inputs: readonly string[];
  readonly outputs: readonly GraphValue[];
  /** In words: `kernel_shape = [3, 3]`. */
  readonly attributes: readonly string[];
}

export interface GraphLayer {
  readonly name: string;
  readonly opTypes: readonly string[];
  /** Numbers in its parameters; null where the file does not say. */
  readonly parameters: number | null;
  readonly outputShape: readonly (number | string | null)[] | null;
}

/** Body of `PATCH /api/run`; what is absent stays. An empty name takes the given one away. */
export interface RunChange {
  /** At most 200 characters. */
  readonly name?: string;
  /** At most 20 000 characters. */
  readonly notes?: string;
  readonly hidden?: boolean;
}

/** `DELETE /api/run`: the run's folder, runs inside it included, is in the trash folder of the root until then. */
export interface Deletion {
  readonly undo: string;
  /** Unix time in seconds from which on it may be gone for good. */
  readonly until: number;
  /** Ids of the runs that went. */
  readonly runs: readonly string[];
}

/** Body of `POST /api/undo`. */
export interface UndoRequest {
  /** {@link Deletion.undo}. */
  readonly undo: string;
}
