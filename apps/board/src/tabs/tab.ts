import type { ComponentType } from 'preact';

/** A view of the visible runs. */
export interface Tab {
  /** In the address. */
  readonly name: string;
  readonly title: string;
  readonly View: ComponentType;
}
