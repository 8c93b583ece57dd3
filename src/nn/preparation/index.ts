/** Preparation of data as part of a network: what was fitted, and the graph that applies it. */
export {
  type FittedInput,
  type FittedPreparation,
  preparedShape,
  type SquashFunction,
  squashFunctions,
} from './fitted-preparation.ts';
export { targetNumbers, withPreparation } from './with-preparation.ts';
