/** What our runs write of every layer, in the order in which one looks for trouble. */
const known: Readonly<Record<string, { readonly title: string; readonly about: string }>> = {
  grad_norm: { title: 'Gradient norm', about: 'fades or grows with depth where gradients vanish or explode' },
  update_ratio: { title: 'Update ratio', about: 'norm of an update over that of the weights; about 0.001 is healthy' },
  dead_units: { title: 'Dead units', about: 'share of units that are zero for every sample of the batch' },
  weight_norm: { title: 'Weight norm', about: 'norm of the parameters of the layer' },
  activation_deviation: { title: 'Activation deviation', about: 'spread of what the layer puts out' },
  activation_mean: { title: 'Activation mean', about: 'mean of what the layer puts out' },
  saturated: { title: 'Saturated units', about: 'share of units at the limits of their activation' },
  non_finite: { title: 'Outputs that are not finite', about: 'how many are NaN or infinite' },
};

/** Shares of units: their colours always go from 0 to 1. */
const shares = new Set(['dead_units', 'saturated']);

/** A measure by the first part of its tags. */
export interface Measure {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly range: readonly [number, number] | undefined;
}

/** The measure of a name, in words where they are known. */
export function measureOf(name: string): Measure {
  const { title, about } = known[name] ?? { title: name, about: '' };
  return { name, title, about, range: shares.has(name) ? [0, 1] : undefined };
}

/** Those that are of layers for certain; where there are none, all. */
export function layerMeasures(names: readonly string[]): string[] {
  const found = Object.keys(known).filter((name) => names.includes(name));
  return found.length > 0 ? found : [...names];
}
