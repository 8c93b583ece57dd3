import { experiments, type WatchedRule } from './experiments.ts';
import { type Finding, placeOf, toFinding } from './finding.ts';
import { findCurves, type RecordedScalars, tagsRead } from './recorded-curves.ts';
import { replay } from './replay.ts';

/** What the curves of a finished run let suspect: plain data. Nothing of it is confirmed. */
export interface CurveDiagnosis {
  readonly verdict: 'suspect' | 'nothing-found' | 'no-curves';
  /** In one sentence. */
  readonly summary: string;
  /** What was seen, in the order of the steps. */
  readonly findings: readonly Finding[];
  /** The likeliest first. */
  readonly causes: readonly CurveCause[];
  /** Tags that were read, and the layers that the run looked into. */
  readonly read: { readonly tags: readonly string[]; readonly layers: readonly string[]; readonly points: number };
}

/** A cause that would explain what was seen. */
export interface CurveCause {
  /** Of the catalogue of rules. */
  readonly rule: WatchedRule;
  /** Before any experiment: 0 to 1. */
  readonly likelihood: number;
  /** Names of the watchers that point at it. */
  readonly watchers: readonly string[];
  /** What would tell it from the others. */
  readonly experiment: string;
}

/** Points below which curves say nothing. */
const fewestPoints = 5;

/**
 * Reads the curves of a finished run and names what would explain them.
 *
 * @param scalars by tag: those of netwright or of any other writer of event files
 * @param options.validation scalars of the validation part, where the writer keeps a folder of its own for it
 * @param options.batchSize samples of a batch, where known
 */
export function diagnoseCurves(
  scalars: RecordedScalars,
  { validation, batchSize }: { readonly validation?: RecordedScalars; readonly batchSize?: number } = {},
): CurveDiagnosis {
  const curves = findCurves(scalars, validation);
  const points = curves.training?.steps.length ?? 0;
  const read = { tags: tagsRead(curves), layers: [...curves.layers.keys()], points };
  const seen = replay(curves, batchSize);
  const findings = seen.map(({ watcher, sighting }) => toFinding(watcher, sighting, undefined));
  const causes = causesOf(findings);
  const rest = { findings, causes, read };
  const [likeliest] = causes;
  const [earliest] = findings;
  if (earliest !== undefined) {
    const likely = likeliest === undefined ? '' : `; likely ${likeliest.rule}, which no training has confirmed yet`;
    return { verdict: 'suspect', summary: `${placeOf(earliest)}: ${earliest.says}${likely}`, ...rest };
  }
  if (points < fewestPoints) {
    const tags = [...scalars.keys()].slice(0, 5).map((tag) => `'${tag}'`);
    const found = tags.length === 0 ? 'there are no curves' : `the tags are ${tags.join(', ')}`;
    const summary =
      curves.training === undefined
        ? `no curve of a training loss is found: expected a tag such as loss/train or train_loss, ${found}`
        : `'${curves.training.tag}' has ${points} points, expected at least ${fewestPoints}`;
    return { verdict: 'no-curves', summary, ...rest };
  }
  return { verdict: 'nothing-found', summary: 'the curves show nothing that speaks of a fault', ...rest };
}

/** Several sightings that point at one cause make it likelier: one less the product of what speaks against it. */
function causesOf(findings: readonly Finding[]): CurveCause[] {
  const doubts = new Map<WatchedRule, { doubt: number; watchers: string[] }>();
  for (const { watcher, causes } of findings) {
    for (const { rule, likelihood } of causes) {
      const own = doubts.get(rule) ?? { doubt: 1, watchers: [] };
      own.doubt *= 1 - likelihood;
      own.watchers.push(watcher);
      doubts.set(rule, own);
    }
  }
  return [...doubts]
    .map(([rule, { doubt, watchers }]) => ({
      rule,
      likelihood: Number((1 - doubt).toFixed(2)),
      watchers,
      experiment: experiments[rule],
    }))
    .toSorted((a, b) => b.likelihood - a.likelihood);
}
