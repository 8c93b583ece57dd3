import type { JSX } from 'preact';
import { board } from '../state/board.ts';

/** What stands where there are no runs yet. */
export function Welcome(): JSX.Element {
  return (
    <div class="welcome">
      <h2>No runs yet</h2>
      <p>
        The board watches <code>{board.value?.root}</code> and shows every folder in it that holds event files, as soon
        as one appears: those of <code>netwright train</code>, and those that PyTorch, TensorFlow, Lightning or
        tensorboardX write.
      </p>
    </div>
  );
}
