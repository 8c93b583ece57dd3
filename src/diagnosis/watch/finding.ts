import { experiments } from './experiments.ts';
import type { Sighting } from './watcher.ts';

/** Something that was seen in a training, in words and numbers: plain data. */
export interface Finding extends Sighting {
  /** Name of the watcher. */
  readonly watcher: string;
  /** One sentence or two: where, what, which rule explains it, and the experiment that would confirm it. */
  readonly message: string;
}

/** @param command that would make the experiment, where there is one */
export function toFinding(watcher: string, sighting: Sighting, command: string | undefined): Finding {
  const { step, layer, says, causes } = sighting;
  const place = layer === undefined ? `step ${step}` : `step ${step}, layer '${layer}'`;
  const [first] = causes;
  const names = causes.map(({ rule }) => rule);
  const rules = [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' or ');
  const experiment = first === undefined ? '' : `. Likely ${rules}; to confirm, ${experiments[first.rule]}`;
  return {
    watcher,
    ...sighting,
    message: `${place}: ${says}${experiment}${command === undefined ? '' : `, or run: ${command}`}`,
  };
}
