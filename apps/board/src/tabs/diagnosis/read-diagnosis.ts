/** What the view needs of a diagnosis. The file may be older or newer than the board: what is not there is left out. */
export interface ReadDiagnosis {
  readonly verdict: string;
  readonly summary: string;
  readonly task: string;
  readonly metric: string;
  readonly constantScore: number | undefined;
  readonly causes: readonly ReadCause[];
  readonly minimalFix: readonly ReadFix[];
  readonly before: ReadOutcome | undefined;
  readonly after: ReadOutcome | undefined;
  readonly trials: number | undefined;
  readonly seconds: number | undefined;
  readonly seeds: number;
  /** Shares of the seeds that failed, before and after. */
  readonly failures: readonly [number | undefined, number | undefined];
}

export interface ReadCause {
  readonly rule: string;
  readonly title: string;
  readonly layer: string;
  readonly reason: string;
  readonly status: string;
  readonly likelihood: number | undefined;
  readonly effect: ReadEffect | undefined;
  readonly measured: { readonly quantity: string; readonly found: number; readonly expected: number } | undefined;
}

export interface ReadEffect {
  readonly without: number;
  readonly with: number;
  readonly difference: number;
  readonly interval: readonly [number, number] | undefined;
  readonly against: string;
  readonly seeds: number;
  readonly losses: { readonly without: readonly number[]; readonly with: readonly number[] };
}

export interface ReadFix {
  readonly summary: string;
  /** Each way to write it, with its name. */
  readonly ways: readonly { readonly name: string; readonly text: string }[];
}

export interface ReadOutcome {
  readonly score: number;
  readonly scores: readonly number[];
  readonly losses: readonly number[];
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, 10_000) : []);

/** JSON writes NaN and infinities as null, as of a training that diverged. */
function numberOf(value: unknown): number | undefined {
  if (value === null) return Number.NaN;
  return typeof value === 'number' ? value : undefined;
}

const numbersOf = (value: unknown): number[] => listOf(value).map((item) => numberOf(item) ?? Number.NaN);

/** Reads a `report.json`; undefined where it is no diagnosis. */
export function readDiagnosis(file: unknown): ReadDiagnosis | undefined {
  const { verdict, summary, task, metric, constantScore, causes, before, after, cost, seeds, minimalFix } =
    fieldsOf(file);
  const { trials, seconds } = fieldsOf(cost);
  if (typeof verdict !== 'string') return undefined;
  const { failuresBefore, failuresAfter, used } = fieldsOf(seeds);
  return {
    verdict,
    summary: textOf(summary),
    task: textOf(task),
    metric: textOf(metric),
    constantScore: numberOf(constantScore),
    causes: listOf(causes).map(causeOf),
    minimalFix: listOf(minimalFix).map(fixOf),
    before: outcomeOf(before),
    after: outcomeOf(after),
    trials: numberOf(trials),
    seconds: numberOf(seconds),
    seeds: listOf(used).length,
    failures: [numberOf(failuresBefore), numberOf(failuresAfter)],
  };
}

function causeOf(value: unknown): ReadCause {
  const { rule, title, layer, reason, status, likelihood, effect, measured } = fieldsOf(value);
  const { quantity, found, expected } = fieldsOf(measured);
  return {
    rule: textOf(rule),
    title: textOf(title) || textOf(rule),
    layer: textOf(layer),
    reason: textOf(reason),
    status: textOf(status),
    likelihood: numberOf(likelihood),
    effect: effectOf(effect),
    measured:
      typeof quantity === 'string'
        ? { quantity, found: numberOf(found) ?? Number.NaN, expected: numberOf(expected) ?? Number.NaN }
        : undefined,
  };
}

function effectOf(value: unknown): ReadEffect | undefined {
  const fields = fieldsOf(value);
  const without = numberOf(fields.without);
  const changed = numberOf(fields.with);
  if (without === undefined || changed === undefined) return undefined;
  const [from, to] = numbersOf(fields.interval);
  const curves = fieldsOf(fields.curves);
  return {
    without,
    with: changed,
    difference: numberOf(fields.difference) ?? changed - without,
    interval: from === undefined || to === undefined ? undefined : [from, to],
    against: textOf(fields.against),
    seeds: numberOf(fields.seeds) ?? 1,
    losses: { without: numbersOf(curves.without), with: numbersOf(curves.with) },
  };
}

function fixOf(value: unknown): ReadFix {
  const { summary, recipe, keras, pytorch } = fieldsOf(value);
  const lines = (own: unknown): string => listOf(own).map(textOf).join('\n');
  const ways = [
    { name: 'Recipe', text: recipe === undefined ? '' : JSON.stringify(recipe, undefined, 2) },
    { name: 'Keras', text: lines(keras) },
    { name: 'PyTorch', text: lines(pytorch) },
  ];
  return { summary: textOf(summary), ways: ways.filter(({ text }) => text !== '') };
}

function outcomeOf(value: unknown): ReadOutcome | undefined {
  const { score, scores, losses } = fieldsOf(value);
  const mean = numberOf(score);
  return mean === undefined ? undefined : { score: mean, scores: numbersOf(scores), losses: numbersOf(losses) };
}
