import { curves } from './curves/curves.tsx';
import type { Tab } from './tab.ts';

/** The catalogue of tabs, in the order in which they stand: a new view is a file here and a line in this list. */
export const tabs: readonly [Tab, ...Tab[]] = [curves];
