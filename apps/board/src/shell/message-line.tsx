import type { JSX } from 'preact';
import { dismiss, message } from '../state/messages.ts';

/** The line at the foot of the page that says what happened and offers to undo it. */
export function MessageLine(): JSX.Element {
  const shown = message.value;
  return (
    <div class="message-place" role="status" aria-live="polite">
      {shown !== undefined && (
        <div class="message">
          <span>{shown.text}</span>
          {shown.action !== undefined && (
            <button
              type="button"
              class="message-action"
              onClick={() => {
                shown.action?.run();
                dismiss();
              }}
            >
              {shown.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
