/** What data go through before a network sees them, fitted on the training samples. */
export { fitPreparation } from './fit-preparation.ts';
export { allowsMissing, columnRules, type PreparationChoice, preparationSchema } from './preparation-options.ts';
