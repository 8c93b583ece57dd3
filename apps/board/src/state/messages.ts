import { signal } from '@preact/signals';

/** One line at the foot of the page, with what may be done about it. */
export interface Message {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export const message = signal<Message | undefined>(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows a message for some seconds, in the place of an earlier one. */
export function say(next: Message, seconds = 6): void {
  clearTimeout(timer);
  message.value = next;
  timer = setTimeout(dismiss, seconds * 1000);
}

export function dismiss(): void {
  clearTimeout(timer);
  message.value = undefined;
}

/** Shows why something failed. */
export function sayFailure(cause: unknown): void {
  say({ text: cause instanceof Error ? cause.message : String(cause) }, 10);
}
