import { isNetwrightError, type NetwrightError, UsageError } from '../core/index.ts';
import { type Evidence, gatherEvidence, type RuleSuspicion, suspicionsOf } from '../diagnosis/index.ts';
import { openExecutor } from '../runtime/index.ts';
import { type Column, formatNumber, formatPercent, formatTable } from './format.ts';
import { openDiagnosisSubject, type SubjectRequest } from './open-diagnosis-subject.ts';

/** What a check of a network on its data gave: lines of text, plain data, and whether it cannot be right as it is. */
export interface NetworkCheck {
  readonly lines: readonly string[];
  readonly json: Readonly<Record<string, unknown>>;
  readonly hasFault: boolean;
}

/** Suspicions below this likelihood are found in most healthy networks; they are told in JSON alone. */
const leastLikelihood = 0.3;

/**
 * Everything that can be told of a network, its recipe and its data without training: what the rules of the diagnosis
 * suspect, and one step with the first weights.
 *
 * @throws UsageError where the model or its target cannot be read as they are named
 */
export async function checkNetwork(request: SubjectRequest): Promise<NetworkCheck> {
  const opened = await openDiagnosisSubject(request).catch((error: unknown) => {
    if (isNetwrightError(error) && !(error instanceof UsageError)) return error;
    throw error;
  });
  if ('message' in opened) return refused(opened);
  const { subject } = opened;
  const evidence = await gatherEvidence(subject, await openExecutor({ threads: 1 }));
  const suspicions = await suspicionsOf(evidence);
  const faults = [...faultsOf(evidence), ...suspicions.filter(isCertain).map(toFinding)];
  const notes = suspicions.filter(isNote).map(toFinding);
  const suspected = suspicions.filter((each) => !isCertain(each) && !isNote(each)).map(toFinding);
  const likely = suspected
    .filter(({ likelihood }) => likelihood >= leastLikelihood)
    .sort((a, b) => b.likelihood - a.likelihood);
  return {
    lines: [
      `${request.model}, before any training`,
      ...opened.notes.map((note) => `note       ${note}`),
      ...describeStart(evidence),
      ...faults.flatMap((finding) => describeFinding('fault', finding)),
      ...likely.flatMap((finding) => describeFinding('suspicion', finding)),
      ...notes.flatMap((finding) => describeFinding('note', finding)),
      ...(faults.length + likely.length + notes.length === 0 ? ['', 'nothing found'] : []),
    ],
    json: {
      model: request.model,
      faults,
      suspicions: suspected,
      notes,
      ...startOf(evidence),
    },
    hasFault: faults.length > 0,
  };
}

/** Something found, as `--json` prints it. */
interface NetworkFinding {
  readonly rule: string;
  readonly title: string;
  readonly reason: string;
  readonly layer?: string;
  readonly likelihood: number;
}

const isCertain = ({ suspicion }: RuleSuspicion): boolean => suspicion.isCertain === true;

/** Worth knowing, but nothing that keeps a network from learning. */
const isNote = (each: RuleSuspicion): boolean => each.suspicion.isNote === true && !isCertain(each);

function toFinding({ rule: { name, title }, suspicion: { reason, layer, likelihood } }: RuleSuspicion): NetworkFinding {
  return { rule: name, title, reason, ...(layer !== undefined && { layer }), likelihood };
}

/** What no rule has to judge: a network that cannot be trained at all, or whose first step gives no numbers. */
function faultsOf({ refusal, start }: Evidence): NetworkFinding[] {
  if (refusal !== undefined) return [refusalOf(refusal)];
  const origin = start?.nonFinite;
  if (origin === undefined) return [];
  const layer = origin.layer === 'input' || origin.layer === 'parameters' ? {} : { layer: origin.layer };
  const title = 'numbers that are not finite in the first step';
  return [{ rule: 'non-finite', title, reason: `NaN or infinity in ${origin.description}`, ...layer, likelihood: 1 }];
}

function refused({ message }: NetwrightError): NetworkCheck {
  const fault = refusalOf(message);
  return {
    lines: describeFinding('fault', fault).slice(1),
    json: { faults: [fault], suspicions: [], notes: [] },
    hasFault: true,
  };
}

const refusalOf = (reason: string): NetworkFinding => ({
  rule: 'refused',
  title: 'the network cannot be trained on these data',
  reason,
  likelihood: 1,
});

function describeFinding(severity: string, { title, reason, layer, rule, likelihood }: NetworkFinding): string[] {
  const where = layer === undefined ? '' : `, layer ${layer}`;
  const odds = severity !== 'suspicion' ? '' : `, likelihood ${likelihood}`;
  return ['', `${severity.padEnd(11)}${title}${where} (${rule}${odds})`, `${' '.repeat(11)}${reason}`];
}

const columns: readonly Column[] = [
  { heading: 'layer' },
  { heading: 'deviation', align: 'right' },
  { heading: 'zero', align: 'right' },
  { heading: 'dead units', align: 'right' },
  { heading: 'saturated', align: 'right' },
  { heading: 'gradient', align: 'right' },
  { heading: 'update', align: 'right' },
];

/** One step with the first weights, as a table of the layers with weights. */
function describeStart({ start }: Evidence): string[] {
  if (start === undefined) return [];
  const { loss, constantLoss, weighted } = start;
  const constant = constantLoss === undefined ? '' : `; the best constant answer has ${formatNumber(constantLoss)}`;
  const number = (value: number | undefined) => (value === undefined ? '' : formatNumber(Number(value.toPrecision(3))));
  const share = (value: number | undefined) => (value === undefined ? '' : formatPercent(value));
  const rows = weighted.map(({ name, output, gradientNorm, updateRatio }) => [
    name,
    number(output?.deviation),
    share(output?.zeros),
    share(output?.deadUnits),
    share(output?.saturated),
    number(gradientNorm),
    number(updateRatio),
  ]);
  return [
    `loss at first ${formatNumber(loss)}${constant}`,
    ...(rows.length === 0 ? [] : ['', ...formatTable(columns, rows)]),
  ];
}

/** The measurements as plain data. */
function startOf({ start, flow }: Evidence): Readonly<Record<string, unknown>> {
  if (start === undefined) return { flow };
  const { loss, constantLoss, samples, gradientRatio, signal, symmetric, silent, weighted } = start;
  const layers = weighted.map(({ output, ...layer }) => {
    const { mean, deviation, zeros, deadUnits, saturated } = output ?? {};
    return { ...layer, mean, deviation, zeros, deadUnits, saturated };
  });
  return { start: { loss, constantLoss, samples, gradientRatio, signal, symmetric, silent, layers }, flow };
}
