import type { Screen } from './screen.ts';
import { phases } from './train-messages.ts';

/** What is said at an interrupt. */
interface InterruptWords {
  /** Where training has not begun, and the process ends. */
  readonly before: string;
  /** The first time while it trains. */
  readonly first: string;
}

/**
 * Listens for Ctrl-C and SIGTERM. The first one while workers train asks them through shared memory to end after their
 * step; before training, or the second time, it ends the process at once.
 *
 * @param onStop is told of the first one too, for what no shared memory reaches
 * @returns stops listening
 */
export function listenForInterrupts(
  phase: SharedArrayBuffer,
  screen: Screen,
  words: InterruptWords,
  onStop: () => void = () => {},
): () => void {
  const onSignal = () => {
    screen.progress(undefined);
    const before = Atomics.compareExchange(new Int32Array(phase), 0, phases.training, phases.stopping);
    if (before === phases.preparing) screen.print(words.before);
    if (before === phases.training) {
      screen.print(words.first);
      onStop();
      return;
    }
    // Unhandled, the signal ends the process at once; process.exit would wait for the step that the engine computes.
    process.off('SIGINT', onSignal);
    process.kill(process.pid, 'SIGINT');
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return () => {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  };
}
