import { join } from 'node:path';
import { caseRuns, type SeededCase, type ToldStep } from '../../case-study/index.ts';
import { EventFileWriter } from '../../records/index.ts';
import { seedFolder } from './train-case.ts';

/** Tag of the texts. */
const storyTag = 'case study';

/**
 * Tells in the event files of every run what was tried, what the article says that it shows, and what it showed, so that a
 * board has the story beside the curves. Throws FileError where a folder cannot be written.
 */
export function writeStory(folder: string, cases: readonly SeededCase[], story: readonly ToldStep[]): void {
  for (const { seed } of cases) {
    for (const told of story) {
      const own = told.step.runs.filter((run) => caseRuns[run].name.startsWith(`${told.step.id.toLowerCase()}-`));
      for (const run of own) {
        const writer = new EventFileWriter(join(seedFolder(folder, seed), caseRuns[run].name));
        writer.text(storyTag, textOf(told, seed, caseRuns[run].tried), 0);
        writer.close();
      }
    }
  }
}

function textOf({ step, observations }: ToldStep, seed: number, tried: string): string {
  const { ours, agrees } = observations.find((observation) => observation.seed === seed)!;
  return [
    `**${step.id}: ${tried}**`,
    '',
    `- The article: ${step.claim}`,
    `- How it is told: ${step.test}`,
    `- Ours: ${ours}`,
    `- **${agrees ? 'Agree' : 'Disagree'}**`,
  ].join('\n');
}
