import type { RecipeInput } from '../../train/index.ts';
import { type JsonObject, Options } from './options.ts';
import { plainName } from './plain-name.ts';

type Note = (message: string) => void;

/** A learning-rate schedule of Keras. Those that end at a step of their own need a run of that many steps. */
export function readSchedule(given: JsonObject, note: Note): RecipeInput {
  const { plain, name, config } = plainName(given);
  const options = new Options(`the schedule '${name}'`, config);
  const initial = () => options.number('initial_learning_rate');
  switch (plain) {
    case 'exponentialdecay': {
      const [rate, steps] = [options.number('decay_rate'), options.integer('decay_steps')];
      if (options.boolean('staircase', false)) {
        return { learningRate: initial(), schedule: { name: 'step', stepSize: steps, gamma: rate } };
      }
      return { learningRate: initial(), schedule: { name: 'exponential', gamma: rate ** (1 / steps) } };
    }
    case 'cosinedecay':
      note(
        `The schedule '${name}' runs over the whole training, not over its ${options.integer('decay_steps')} steps.`,
      );
      return { learningRate: initial(), schedule: { name: 'cosine', minimumFactor: options.number('alpha', 0) } };
    case 'cosinedecayrestarts':
      return {
        learningRate: initial(),
        schedule: {
          name: 'cosine',
          period: options.integer('first_decay_steps'),
          periodFactor: options.integer('t_mul', 2),
          minimumFactor: options.number('alpha', 0),
        },
      };
    case 'polynomialdecay': {
      note(
        `The schedule '${name}' runs over the whole training, not over its ${options.integer('decay_steps')} steps.`,
      );
      const finalFactor = options.number('end_learning_rate', 1e-4) / initial();
      return {
        learningRate: initial(),
        schedule: { name: 'polynomial', power: options.number('power', 1), finalFactor },
      };
    }
    default: {
      const fallback = typeof config.initial_learning_rate === 'number' ? config.initial_learning_rate : 1e-3;
      note(`The schedule '${name}' is not known: the learning rate stays ${fallback}.`);
      return { learningRate: fallback };
    }
  }
}
