import type { FittedPreparation } from '../../nn/index.ts';
import type { Dataset } from '../dataset.ts';
import { dataChecks } from './catalogue.ts';
import type { DataCheck, Finding, Severity } from './check.ts';
import { PartProfile } from './part-profile.ts';

/** Data to look over. */
export interface CheckedData {
  readonly train: Dataset;
  /** Other parts by name, which results are measured on: `validation`, `test`, `against`. */
  readonly others: Readonly<Record<string, Dataset>>;
  /** Of the network that the data are for, where one is given. */
  readonly preparation?: FittedPreparation | undefined;
}

const order: readonly Severity[] = ['fault', 'warning', 'note'];

/** Everything that the checks find wrong with data, the gravest first. Data without a fault give nothing. */
export function checkData({ train, others, preparation }: CheckedData): Finding[] {
  const subject = {
    train: new PartProfile('train', train),
    others: Object.entries(others).map(([name, dataset]) => new PartProfile(name, dataset)),
    preparation,
  };
  const findings = (Object.entries(dataChecks) as [string, DataCheck][]).flatMap(([check, { find }]) =>
    find(subject).map((finding) => ({ check, ...finding })),
  );
  return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
