const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const known = new Map<string, string>();

/** A CSS colour as `#rrggbb`, for programs that know no newer notation. */
export function canvasColour(colour: string): string {
  const found = known.get(colour);
  if (found !== undefined || context === null) return found ?? colour;
  context.canvas.width = 1;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  const text = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  known.set(colour, text);
  return text;
}
