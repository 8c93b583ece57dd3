import type { Rule } from '../rule.ts';

/** Dropout where the network does not even fit what it is trained on. */
export const tooMuchDropout: Rule = {
  name: 'too-much-dropout',
  family: 'regularization',
  title: 'too much dropout',
  rows: ['D1'],
  suspect: () => ({ likelihood: 0.15, reason: 'the network has dropout', remedies: ['noDropout'] }),
};
