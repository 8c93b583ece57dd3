import type { Rule } from '../rule.ts';

/** A learning rate that falls before the network has learnt (G8). */
export const earlyDecay: Rule = {
  name: 'early-decay',
  family: 'schedule',
  title: 'the learning rate decays too early',
  rows: ['G8'],
  suspect: ({ subject: { design } }) => ({
    likelihood: 0.3,
    reason: `the learning rate follows the schedule ${design.recipe.schedule.name}`,
    remedies: ['constantRate'],
  }),
};
