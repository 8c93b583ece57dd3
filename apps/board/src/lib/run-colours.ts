/** How many colours there are: a palette is small enough to be told apart, in two rows of lightness. */
const hues = 12;
const rows = 2;

/** Lightness and chroma (OKLCH) of the rows of the palette in each theme; every colour keeps 3:1 from its background. */
const tones = {
  light: [
    { lightness: 0.55, chroma: 0.16 },
    { lightness: 0.42, chroma: 0.12 },
  ],
  dark: [
    { lightness: 0.75, chroma: 0.14 },
    { lightness: 0.62, chroma: 0.17 },
  ],
} as const;

export type Theme = keyof typeof tones;

/** FNV-1a over the UTF-16 units, mixed once more so that names that differ in their last digit land far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Which colour of the palette a name has: a function of the name alone, so the same in every tab, chart and session. */
export function colourIndexOf(name: string): number {
  return hashOf(name) % (hues * rows);
}

/** A colour of the palette as CSS, for texts of styles and for canvases. */
export function paletteColour(index: number, theme: Theme): string {
  const tone = tones[theme][Math.floor(index / hues) % rows] ?? tones[theme][0];
  // Five steps of 30 degrees: neighbours in the palette are not neighbours on the wheel.
  const hue = (25 + 150 * (index % hues) + (index >= hues ? 15 : 0)) % 360;
  return `oklch(${tone.lightness} ${tone.chroma} ${hue})`;
}

/** The colour of a run, by its name. */
export function runColour(name: string, theme: Theme): string {
  return paletteColour(colourIndexOf(name), theme);
}
