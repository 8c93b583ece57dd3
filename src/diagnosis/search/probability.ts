/** What experiments said of one remedy, as shares of the gain that the whole recipe brings: 1 is all of it. */
export interface EffectShares {
  /** Of the gain, what the remedy reaches alone. */
  readonly alone: number;
  /** Of the gain, what is lost when the whole recipe goes without it. */
  readonly removal: number;
}

/** Weights of a logistic regression over the public cases; see `bench/README.md`. */
const weights = { intercept: -0.7, prior: 0.95, alone: 1.3, removal: 0.8 } as const;

/** Likelihoods are kept this far from certainty, so that an experiment can still overrule them. */
const margin = 0.02;

/**
 * How likely a remedy is to name a cause, from what its rules thought before any trial and what the trials said.
 *
 * @param likelihood from 0 to 1
 */
export function causeProbability(likelihood: number, { alone, removal }: EffectShares): number {
  const prior = Math.min(1 - margin, Math.max(margin, likelihood));
  const logit =
    weights.intercept +
    weights.prior * Math.log(prior / (1 - prior)) +
    weights.alone * clip(alone) +
    weights.removal * clip(removal);
  return 1 / (1 + Math.exp(-logit));
}

const clip = (share: number): number => Math.min(1, Math.max(0, share));
