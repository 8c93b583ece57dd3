import { createSchedule } from '../../../optim/index.ts';
import { formatNumber } from '../format-number.ts';
import { plannedUpdates } from '../planned-updates.ts';
import type { Rule } from '../rule.ts';

/** Mean rate over the training, against the highest. A cosine keeps 0.5, `finalDecay` 0.9. */
const enough = 0.4;
const hardlyAny = 0.15;
/** Points at which the schedule is read. */
const points = 200;

/** A learning rate that falls before the network has learnt (G8). */
export const earlyDecay: Rule = {
  name: 'early-decay',
  family: 'schedule',
  title: 'the learning rate decays too early',
  rows: ['G8', 'C3', 'C10'],
  suspect({ subject }) {
    const { schedule, optimizer } = subject.design.recipe;
    if (schedule.name === 'constant') return undefined;
    const totalSteps = plannedUpdates(subject);
    const rate = createSchedule(schedule, { learningRate: optimizer.learningRate, totalSteps });
    const rates = Array.from({ length: points }, (_, i) => rate(Math.floor((i * totalSteps) / points)));
    const kept = rates.reduce((sum, each) => sum + each, 0) / points / Math.max(...rates);
    return {
      likelihood: kept < hardlyAny ? 0.5 : kept < enough ? 0.3 : 0.1,
      reason: `by the schedule ${schedule.name} the mean learning rate is ${formatNumber(100 * kept)} % of the highest, and the last one ${formatNumber(rates.at(-1)!)}`,
      remedies: ['constantRate', 'lateDrop'],
    };
  },
};
