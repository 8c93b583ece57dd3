import type { Dataset } from '../data/index.ts';

/** The same measurement, made once for each dataset: remedies are applied anew for every training, and data stay as they are. */
export function measuredOnce<Result>(measure: (train: Dataset) => Result): (train: Dataset) => Result {
  const known = new WeakMap<Dataset, { readonly result: Result }>();
  return (train) => {
    const found = known.get(train) ?? { result: measure(train) };
    known.set(train, found);
    return found.result;
  };
}
