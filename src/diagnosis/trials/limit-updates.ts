import type { Handler } from '../../train/index.ts';

/** Ends a training after so many updates, and keeps the time that they took. */
export function limitUpdates(most: number): { handler: Handler; seconds: () => number } {
  let begin = 0;
  let end = 0;
  return {
    handler: {
      onTrainBegin() {
        begin = performance.now();
      },
      onStepEnd(state) {
        if (state.step >= most) state.stop(`${most} updates are made`);
      },
      onStop() {
        end = performance.now();
      },
    },
    seconds: () => (end - begin) / 1000,
  };
}
