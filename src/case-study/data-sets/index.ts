/** The data sets that the case study can be made on, one file each. */
import { cities } from './city-maps.ts';
import type { CaseDataSet } from './data-set.ts';
import { stars } from './star-fields.ts';

export { type CaseDataSet, type CaseSamples, sampleCounts } from './data-set.ts';

/** Every data set, by its name. */
export const caseDataSets = { stars, cities } as const satisfies Readonly<Record<string, CaseDataSet>>;

/** Key of a data set in {@link caseDataSets}. */
export type CaseDataName = keyof typeof caseDataSets;
