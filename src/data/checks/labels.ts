import { elementCount } from '../../core/index.ts';
import { forEachChunk } from '../chunks.ts';
import { classIndices } from '../task.ts';
import { type DataCheck, listed, short } from './check.ts';
import type { PartProfile } from './part-profile.ts';

/** Divisors that pixels are scaled by, and labels with them by mistake. */
const usualDivisors = [255, 256, 100];
/** More different values than this are no classes. */
const mostClasses = 256;
/** Float32 keeps k / 255 this exactly. */
const tolerance = 1e-4;

/** Labels that were scaled like pixels, that begin at 1, or that a part lacks. */
export const labels: DataCheck = {
  summary: 'labels that were scaled, shifted or left out',
  find: (subject) => [...scaled(subject.train), ...missing(subject.train, subject.others)],
};

/** Numbers that are whole once multiplied by 255 and few: class indices that were divided together with the pixels. */
function scaled(train: PartProfile): ReturnType<DataCheck['find']> {
  const { dataset } = train;
  const { target } = dataset;
  if (target === undefined || train.task()?.kind !== 'numbers' || elementCount(target.shape) !== 1) return [];
  const distinct = distinctNumbers(dataset, target);
  if (distinct === undefined || distinct.length < 2 || distinct.length * 2 > dataset.length) return [];
  const [least, most] = [distinct[0]!, distinct.at(-1)!];
  if (least < 0 || most > 1 || distinct.every(Number.isInteger)) return [];
  const divisor = usualDivisors.find((candidate) =>
    distinct.every((value) => Math.abs(value * candidate - Math.round(value * candidate)) < tolerance),
  );
  // Hundredths are also what measured shares look like.
  if (divisor === undefined || (divisor === 100 && distinct.length > 20)) return [];
  return [
    {
      severity: 'fault',
      part: train.name,
      message: `the target '${target.name}' has ${distinct.length} different values, all of them whole numbers divided by ${divisor}, such as ${short(distinct[1]!)}: labels scaled like pixels`,
      advice: `Multiply them by ${divisor}, so that they are class numbers again`,
    },
  ];
}

function distinctNumbers(dataset: PartProfile['dataset'], target: NonNullable<typeof dataset.target>) {
  const found = new Set<number>();
  forEachChunk(dataset, target, (values) => {
    for (const value of values) if (Number.isFinite(value)) found.add(value);
    return found.size <= mostClasses;
  });
  return found.size > mostClasses ? undefined : [...found].sort((a, b) => a - b);
}

/** Classes that one part has and another lacks, and a class 0 that no sample has. */
function missing(train: PartProfile, others: readonly PartProfile[]): ReturnType<DataCheck['find']> {
  const task = train.task();
  if (task?.kind !== 'classes') return [];
  const nameOf = (index: number) => `'${task.classNames?.[index] ?? index}'`;
  const classesOf = (part: PartProfile) => new Set(part.task()?.kind === 'classes' ? classIndices(part.dataset) : []);
  const trained = classesOf(train);
  const all = Array.from({ length: task.classCount }, (_, index) => index);
  const findings: ReturnType<DataCheck['find']> = [];
  if (!trained.has(0) && all.slice(1).every((index) => trained.has(index))) {
    findings.push({
      severity: 'warning',
      part: train.name,
      message: `no sample has the class ${nameOf(0)}, every class from ${nameOf(1)} to ${nameOf(task.classCount - 1)} occurs: labels that begin at 1`,
      advice: 'Subtract 1 from the labels, which are to begin at 0',
    });
  }
  for (const part of others) {
    const present = classesOf(part);
    if (present.size === 0) continue;
    const untrained = [...present].filter((index) => !trained.has(index));
    if (untrained.length > 0) {
      findings.push({
        severity: 'fault',
        part: part.name,
        message: `has samples of ${listed(untrained.map(nameOf))}, of which the training part has none`,
        advice: 'Divide the samples anew, each class among all parts',
      });
    }
    const absent = [...trained].filter((index) => !present.has(index));
    if (absent.length > 0) {
      findings.push({
        severity: 'warning',
        part: part.name,
        message: `has no sample of ${listed(absent.map(nameOf))}, so nothing is measured of them`,
        advice: 'Divide the samples anew, each class among all parts',
      });
    }
  }
  return findings;
}
