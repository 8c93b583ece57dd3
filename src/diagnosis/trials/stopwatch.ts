import type { Handler } from '../../train/index.ts';

/** Takes the time of a training, without compiling and scoring. */
export function stopwatch(): { handler: Handler; seconds: () => number } {
  let begin = 0;
  let end = 0;
  return {
    handler: {
      onTrainBegin() {
        begin = performance.now();
      },
      onStop() {
        end = performance.now();
      },
    },
    seconds: () => (end - begin) / 1000,
  };
}
