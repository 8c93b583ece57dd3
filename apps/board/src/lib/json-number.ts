import type { JsonNumber } from '../api/contract.ts';

/** A number of an answer; those that are not finite come as words, `null` where there is none is NaN. */
export const numberOf = (value: JsonNumber | null): number => (value === null ? Number.NaN : Number(value));
