import { choiceParameter } from '../../state/parameters.ts';

/** How distributions are drawn. */
export const form = choiceParameter('form', ['heat', 'bands', 'ridges']);
