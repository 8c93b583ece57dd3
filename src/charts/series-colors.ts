/**
 * Nine hues of OKLCH and a brown, then the same ten darker. Each can be told from white and from near black by a contrast of 3 : 1 or
 * more (WCAG 2.2, 1.4.11), so that one colour serves light and dark pages.
 */
const palette = [
  ...['#2a80e2', '#dc631e', '#019a46', '#dd577e', '#9163d5', '#b08505', '#0d9298', '#cd5cac', '#6c8e03', '#a37455'],
  ...['#4062cd', '#a55702', '#058057', '#bd364a', '#8c47b1', '#816e04', '#0b798a', '#b33879', '#387f01', '#936145'],
];
const hues = 10;
/** Neighbours of the palette that are tried in turn lie far apart. */
const stride = 3;

/**
 * Colours of names as `#rrggbb`: each that of its own name alone, wherever and beside whatever it is shown, unless another
 * name here has it already; then the next that is free. With more than 20 names colours repeat.
 *
 * @param names all that are shown together or could be, so that hiding one changes no other
 */
export function seriesColors(names: readonly string[]): Map<string, string> {
  const colors = new Map<string, string>();
  const taken = new Set<number>();
  for (const name of [...new Set(names)].sort()) {
    const own = hash(name) % hues;
    const ring = (first: number) => Array.from({ length: hues }, (_, turn) => first + ((own + turn * stride) % hues));
    const free = [...ring(0), ...ring(hues)].find((place) => !taken.has(place)) ?? hash(name) % palette.length;
    taken.add(free);
    colors.set(name, palette[free]!);
  }
  return colors;
}

/** FNV-1a over UTF-16 code units, its bits mixed so that names that differ in the last letter lie apart. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x45d9f3b);
  return (state ^ (state >>> 16)) >>> 0;
}
