import { curves } from './curves/curves.tsx';
import { lazyView } from './shared/lazy-view.tsx';
import type { Tab } from './tab.ts';

/** The catalogue of tabs, in the order in which they stand: a new view is a file here and an entry in this list. */
export const tabs: readonly [Tab, ...Tab[]] = [
  curves,
  {
    name: 'distributions',
    title: 'Distributions',
    View: lazyView(async () => (await import('./distributions/distributions.tsx')).Distributions),
  },
  { name: 'layers', title: 'Layers', View: lazyView(async () => (await import('./layers/layers.tsx')).Layers) },
  { name: 'images', title: 'Images', View: lazyView(async () => (await import('./images/images.tsx')).Images) },
  { name: 'text', title: 'Text', View: lazyView(async () => (await import('./text/texts.tsx')).Texts) },
  {
    name: 'parameters',
    title: 'Hyper-parameters',
    View: lazyView(async () => (await import('./hyperparameters/hyperparameters.tsx')).Hyperparameters),
  },
  { name: 'recipes', title: 'Recipes', View: lazyView(async () => (await import('./recipes/recipes.tsx')).Recipes) },
  { name: 'network', title: 'Network', View: lazyView(async () => (await import('./network/network.tsx')).Network) },
  {
    name: 'diagnosis',
    title: 'Diagnosis',
    View: lazyView(async () => (await import('./diagnosis/diagnosis.tsx')).DiagnosisView),
  },
];
