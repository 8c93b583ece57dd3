import type { RecordedCurve, RunCurves } from './recorded-curves.ts';
import { type NamedSighting, Watch } from './watch.ts';
import type { LayerView } from './watcher.ts';

/** Samples of a batch where nothing says so. */
const usualBatch = 32;

/** Shows the watchers a training that was recorded, as if it ran now. */
export function replay(curves: RunCurves, batchSize: number = usualBatch): NamedSighting[] {
  const { training, isByEpoch } = curves;
  if (training === undefined) return [];
  const watch = new Watch({ steps: training.steps.length, batchSize: isByEpoch ? undefined : batchSize });
  const gradientNorm = valueAt(curves.gradientNorm);
  const learningRate = lastBefore(curves.learningRate);
  const epochs = epochsOf(curves);
  const looks = looksOf(curves);
  const seen: NamedSighting[] = [];
  let nextEpoch = 0;
  let nextLook = 0;
  training.steps.forEach((step, index) => {
    const loss = training.values[index]!;
    const norm = gradientNorm.get(step);
    if (Number.isFinite(loss) && (norm === undefined || Number.isFinite(norm))) {
      seen.push(...watch.step({ step, loss, gradientNorm: norm, learningRate: learningRate(step) }));
    } else seen.push(...watch.notFinite(step, originAt(curves, step)));
    for (; nextLook < looks.length && looks[nextLook]!.step <= step; nextLook++) {
      seen.push(...watch.look(looks[nextLook]!.step, looks[nextLook]!.layers));
    }
    for (; nextEpoch < epochs.length && epochs[nextEpoch]!.step <= step; nextEpoch++) {
      seen.push(...watch.epoch(epochs[nextEpoch]!));
    }
  });
  return seen;
}

const valueAt = (curve: RecordedCurve | undefined): ReadonlyMap<number, number> =>
  new Map(curve?.steps.map((step, index) => [step, curve.values[index]!]));

/** The last value at a step or before it, for steps that grow. */
function lastBefore(curve: RecordedCurve | undefined): (step: number) => number | undefined {
  let index = -1;
  return (step) => {
    while (curve !== undefined && index + 1 < curve.steps.length && curve.steps[index + 1]! <= step) index++;
    return curve?.values[index];
  };
}

/** Training and validation loss by epoch; where no epochs are recorded, the mean of the steps since the last validation. */
function epochsOf({ training, epochs, validation }: RunCurves) {
  const validated = valueAt(validation);
  if (epochs !== undefined) {
    return epochs.steps.map((step, index) => ({
      step,
      loss: epochs.values[index]!,
      validationLoss: validated.get(step) ?? (isPaired(epochs, validation) ? validation?.values[index] : undefined),
    }));
  }
  let next = 0;
  return (validation?.steps ?? []).map((step, index) => {
    const from = next;
    while (next < training!.steps.length && training!.steps[next]! <= step) next++;
    const losses = training!.values.slice(from, next);
    const loss = losses.reduce((sum, each) => sum + each, 0) / losses.length;
    return { step, loss, validationLoss: validation!.values[index] };
  });
}

/** Whether two curves count in other units, but have a point for each epoch. */
const isPaired = (a: RecordedCurve, b: RecordedCurve | undefined): boolean => b?.steps.length === a.steps.length;

function looksOf({ layers }: RunCurves): { readonly step: number; readonly layers: readonly LayerView[] }[] {
  const names = [...layers.keys()];
  const columns = [...layers.values()].map(({ gradientNorm, updateRatio, deadUnits, saturated }) => {
    return {
      gradientNorm: valueAt(gradientNorm),
      updateRatio: valueAt(updateRatio),
      deadUnits: valueAt(deadUnits),
      saturated: valueAt(saturated),
    };
  });
  const steps = new Set(columns.flatMap((each) => Object.values(each).flatMap((curve) => [...curve.keys()])));
  return [...steps]
    .toSorted((a, b) => a - b)
    .map((step) => ({
      step,
      layers: columns.map((column, index) => ({
        name: names[index]!,
        isOutput: index === names.length - 1,
        gradientNorm: column.gradientNorm.get(step),
        updateRatio: column.updateRatio.get(step),
        deadUnits: column.deadUnits.get(step),
        saturated: column.saturated.get(step),
      })),
    }));
}

/** The first layer that is known to have put out numbers that are not finite. */
function originAt({ layers }: RunCurves, step: number) {
  for (const [layer, { nonFinite }] of layers) {
    if ((valueAt(nonFinite).get(step) ?? 0) > 0) return { layer, description: `layer '${layer}'` };
  }
  return undefined;
}
