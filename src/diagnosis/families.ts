/** What kinds of causes there are: the names that reports and `--json` use. */
export const families = [
  'output-activation',
  'hidden-activation',
  'loss',
  'learning-rate',
  'schedule',
  'optimizer',
  'initialization',
  'epochs',
  'batch-size',
  'capacity',
  'output-shape',
  'input-scaling',
  'target-scaling',
  'data',
  'regularization',
  'batch-normalization',
  'layout',
  'layers',
] as const;

export type Family = (typeof families)[number];
