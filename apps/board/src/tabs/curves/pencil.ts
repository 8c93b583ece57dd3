/** What curves are drawn with: a canvas, or the text of an SVG. */
export interface Pencil {
  begin(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  /** Draws the path along its line. */
  stroke(colour: string, width: number, opacity: number): void;
  /** Fills the path. */
  fill(colour: string, opacity: number): void;
}

export function canvasPencil(context: CanvasRenderingContext2D): Pencil {
  return {
    begin: () => context.beginPath(),
    moveTo: (x, y) => context.moveTo(x, y),
    lineTo: (x, y) => context.lineTo(x, y),
    stroke(colour, width, opacity) {
      context.globalAlpha = opacity;
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
      context.globalAlpha = 1;
    },
    fill(colour, opacity) {
      context.globalAlpha = opacity;
      context.fillStyle = colour;
      context.fill();
      context.globalAlpha = 1;
    },
  };
}

/** Collects `<path>` elements. */
export function svgPencil(paths: string[]): Pencil {
  let path: string[] = [];
  const rounded = (n: number): string => String(Math.round(n * 100) / 100);
  return {
    begin() {
      path = [];
    },
    moveTo: (x, y) => path.push(`M${rounded(x)} ${rounded(y)}`),
    lineTo: (x, y) => path.push(`L${rounded(x)} ${rounded(y)}`),
    stroke(colour, width, opacity) {
      paths.push(
        `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-opacity="${opacity}" stroke-linejoin="round"/>`,
      );
    },
    fill(colour, opacity) {
      paths.push(`<path d="${path.join('')}Z" fill="${colour}" fill-opacity="${opacity}"/>`);
    },
  };
}
