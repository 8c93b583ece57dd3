import { chartStyle } from './chart-style.ts';
import { escapeMarkup } from './escape-markup.ts';

/** A picture in vector form. The only markup that pages take as it is: everything in `body` is escaped already. */
export interface Drawing {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** What it shows, for those who cannot see it; plain text, as is the description. */
  readonly title: string;
  readonly description: string;
  /** SVG elements. */
  readonly body: string;
}

/** A drawing as an SVG file of its own, light or dark as the reader's system is. */
export function svgFile(drawing: Drawing): string {
  const style = `<style>${chartStyle}</style><rect class="chart-paper" width="100%" height="100%"/>`;
  return `${svgOf(drawing, ` xmlns="http://www.w3.org/2000/svg" width="${drawing.width}" height="${drawing.height}"`, style)}\n`;
}

/** A drawing as an element of a page that has {@link chartStyle}; as wide as its place. */
export function svgElement(drawing: Drawing): string {
  return svgOf(drawing, '', '');
}

function svgOf({ width, height, title, description, body }: Drawing, attributes: string, style: string): string {
  const head = `<title>${escapeMarkup(title)}</title><desc>${escapeMarkup(description)}</desc>`;
  return `<svg${attributes} class="chart" viewBox="0 0 ${width} ${height}" role="img">${head}${style}${body}</svg>`;
}

/** Drawings beside each other under a title. */
export function sideBySide(title: string, drawings: readonly Drawing[]): Drawing {
  const titleHeight = 34;
  const margin = 8;
  const place = (drawing: Drawing, x: number) => `<g transform="translate(${x} ${titleHeight})">${drawing.body}</g>`;
  const lefts = drawings.map(
    (_, index) => margin + drawings.slice(0, index).reduce((sum, { width }) => sum + width, 0),
  );
  return {
    width: Math.max(320, 2 * margin + drawings.reduce((sum, { width }) => sum + width, 0)),
    height: titleHeight + margin + Math.max(0, ...drawings.map(({ height }) => height)),
    title,
    description: drawings.map((drawing) => `${drawing.title}: ${drawing.description}`).join(' '),
    body: [
      `<text class="chart-heading" x="${margin + 8}" y="24">${escapeMarkup(title)}</text>`,
      ...drawings.map((drawing, index) => place(drawing, lefts[index]!)),
    ].join(''),
  };
}

/** Text at a place; `classes` says how it looks. */
export function textAt(
  x: number,
  y: number,
  text: string,
  classes: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  const aligned = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${classes}" x="${coordinate(x)}" y="${coordinate(y)}"${aligned}>${escapeMarkup(text)}</text>`;
}

/** About how wide a text is, in pixels of the charts' small type. */
export function textWidth(text: string): number {
  return 6.1 * [...text].length;
}

/** A text of at most so many characters: its beginning and its end. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (most - 1 - head)).join('')}`;
}

/** A coordinate with one decimal. */
export function coordinate(value: number): string {
  return String(Math.round(10 * value) / 10);
}
