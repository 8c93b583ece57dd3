/** Nine equally spaced colours of viridis, the perceptually uniform colour map of matplotlib (CC0), as red, green, blue. */
const anchors: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

/** A colour of viridis as `#rrggbb`, from dark violet at 0 to yellow at 1 (mission D9). */
export function viridis(share: number): string {
  const place = Math.min(Math.max(share, 0), 1) * (anchors.length - 1);
  const below = anchors[Math.floor(place)]!;
  const above = anchors[Math.ceil(place)]!;
  const hex = below.map((low, i) =>
    Math.round(low + (above[i]! - low) * (place % 1))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}
