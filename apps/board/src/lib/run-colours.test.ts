import { describe, expect, it } from 'vitest';
import { colourIndexOf, paletteColour, runColour } from './run-colours.ts';

describe('the colours of runs', () => {
  it('depend on the name alone', () => {
    expect(runColour('mnist/adam', 'light')).toBe(runColour('mnist/adam', 'light'));
    expect(colourIndexOf('mnist/adam')).toBe(colourIndexOf(['mnist', 'adam'].join('/')));
  });

  it('are spread evenly over names that differ in a number', () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 2400; i++) {
      const index = colourIndexOf(`run-${i}`);
      counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expect(count).toBeGreaterThan(50);
  });

  it('are all different, in both themes', () => {
    for (const theme of ['light', 'dark'] as const) {
      expect(new Set(Array.from({ length: 24 }, (_, i) => paletteColour(i, theme))).size).toBe(24);
    }
  });
});
