import { experiments } from './experiments.ts';
import type { Sighting } from './watcher.ts';

/** Something that was seen in a training, in words and numbers: plain data. */
export interface Finding extends Sighting {
  /** Name of the watcher. */
  readonly watcher: string;
  /** One sentence or two: where, what, which rule explains it, and the experiment that would confirm it. */
  readonly message: string;
}

/** Where something was seen: "step 50, layer 'dense_2'". */
export function placeOf({ step, layer }: Pick<Sighting, 'step' | 'layer'>): string {
  return layer === undefined ? `step ${step}` : `step ${step}, layer '${layer}'`;
}

/** @param command that would make the experiment, where there is one */
export function toFinding(watcher: string, sighting: Sighting, command: string | undefined): Finding {
  const { says, causes } = sighting;
  const [first] = causes;
  const names = causes.map(({ rule }) => rule);
  const rules = [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' or ');
  const experiment = first === undefined ? '' : `. Likely ${rules}; to confirm, ${experiments[first.rule]}`;
  return {
    watcher,
    ...sighting,
    message: `${placeOf(sighting)}: ${says}${experiment}${command === undefined ? '' : `, or run: ${command}`}`,
  };
}
