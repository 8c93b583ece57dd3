import type { Theme } from '../../state/theme.ts';

/** Colours of canvases, which know nothing of style sheets. */
export interface Inks {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
  readonly paper: string;
}

export const inks: Readonly<Record<Theme, Inks>> = {
  light: { text: '#1d2024', quiet: '#5b626d', line: '#e3e3dd', accent: '#1f5f8b', paper: '#ffffff' },
  dark: { text: '#e6e8ea', quiet: '#a2a9b4', line: '#2b2f36', accent: '#82bbea', paper: '#1b1e22' },
};

/** What is not finite: in none of the colour maps. */
export const oddInk = '#d6336c';

export const chartFont = '11px system-ui, -apple-system, "Segoe UI", sans-serif';
