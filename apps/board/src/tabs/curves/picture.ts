import type { Curve } from './curve.ts';
import type { CurveChart } from './curve-chart.ts';

/** What a picture is given besides its curves. */
const rowHeight = 18;
const titleHeight = 30;
const mostNames = 24;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The chart as a drawing of lines and texts, with the names of the runs. */
export function svgOf(tag: string, chart: CurveChart, curves: readonly Curve[]): Blob {
  return new Blob([svgText(tag, chart, curves)], { type: 'image/svg+xml' });
}

function svgText(tag: string, chart: CurveChart, curves: readonly Curve[]): string {
  const { width, height, background, text, body } = chart.asSvg();
  const names = curves.slice(0, mostNames);
  const total = titleHeight + height + rowHeight * names.length + 12;
  const legend = names.map(({ label, colour }, i) => {
    const y = titleHeight + height + rowHeight * (i + 1);
    return `<path d="M14 ${y - 4}h16" stroke="${colour}" stroke-width="3"/><text x="38" y="${y}" fill="${text}">${escaped(label)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="${background}"/>`,
    `<text x="14" y="20" font-size="14" font-weight="600" fill="${text}">${escaped(tag)}</text>`,
    `<g transform="translate(0 ${titleHeight})">${body}</g>`,
    ...legend,
    '</svg>',
  ].join('\n');
}

/** The same picture in pixels, twice as many as on the page. */
export async function pngOf(tag: string, chart: CurveChart, curves: readonly Curve[]): Promise<Blob> {
  const source = URL.createObjectURL(svgOf(tag, chart, curves));
  try {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture is too large')) : resolve(blob)));
    });
  } finally {
    URL.revokeObjectURL(source);
  }
}
