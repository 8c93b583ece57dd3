import { chartStyle } from './chart-style.ts';
import { type Drawing, svgElement } from './drawing.ts';
import { escapeMarkup } from './escape-markup.ts';
import { pageStyle } from './page-style.ts';

/** A part of a section. All texts are plain; what is markup in them is shown, never followed. */
export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly isAlarm?: boolean | undefined }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly isAlarm?: boolean | undefined }
  | ({ readonly kind: 'table' } & Table)
  /** Text whose lines stay, of fixed width; with a `label` it is closed at first. */
  | { readonly kind: 'code'; readonly text: string; readonly label?: string | undefined }
  | { readonly kind: 'charts'; readonly drawings: readonly Drawing[] }
  | { readonly kind: 'images'; readonly images: readonly Picture[] };

/** A table. */
export interface Table {
  /** What it shows, where the heading above does not say. */
  readonly caption?: string | undefined;
  readonly columns: readonly { readonly heading: string; readonly align?: 'left' | 'right' | undefined }[];
  /** The first cell of each is its heading. */
  readonly rows: readonly (readonly string[])[];
}

/** An image with what must be known to trust it. */
export interface Picture {
  /** A `data:image/` address; others are refused by the page's policy. */
  readonly uri: string;
  /** Pixels of the image; where it is small it is shown in whole multiples. */
  readonly width: number;
  readonly height: number;
  /** What it shows, for those who cannot see it. */
  readonly label: string;
  readonly caption: string;
  readonly colorBar?: Drawing | undefined;
}

/** A heading and what is below it. */
export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** What a page says. */
export interface Page {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly sections: readonly Section[];
  readonly footer?: string | undefined;
}

/** No scripts, no network, no frames, no forms: what a browser would otherwise do with markup that slipped through. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A page of HTML in one file that needs nothing else, works without scripts, in light and dark, on narrow screens and on
 * paper. Every text is escaped.
 */
export function htmlPage({ title, subtitle, sections, footer }: Page): string {
  const identifierOf = (index: number) => `section-${index + 1}`;
  const links = sections.map(
    (section, index) => `<a href="#${identifierOf(index)}">${escapeMarkup(section.title)}</a>`,
  );
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeMarkup(title)}</title>`,
    `<style>${pageStyle}\n${chartStyle}</style></head>`,
    `<body><main><header><h1>${escapeMarkup(title)}</h1>`,
    subtitle === undefined ? '' : `<p class="subtitle">${escapeMarkup(subtitle)}</p>`,
    sections.length < 3 ? '' : `<nav aria-label="Sections">${links.join(' ')}</nav>`,
    '</header>',
    ...sections.map((section, index) => sectionMarkup(section, identifierOf(index))),
    footer === undefined ? '' : `<footer>${escapeMarkup(footer)}</footer>`,
    '</main></body></html>',
    '',
  ].join('\n');
}

function sectionMarkup({ title, blocks }: Section, identifier: string): string {
  const heading = `<h2 id="${identifier}">${escapeMarkup(title)}</h2>`;
  return `<section aria-labelledby="${identifier}">${heading}\n${blocks.map(blockMarkup).join('\n')}</section>`;
}

function blockMarkup(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p${alarm(block)}>${escapeMarkup(block.text)}</p>`;
    case 'heading':
      return `<h3>${escapeMarkup(block.text)}</h3>`;
    case 'list':
      return `<div${alarm(block)}><ul>${block.items.map((item) => `<li>${escapeMarkup(item)}</li>`).join('')}</ul></div>`;
    case 'table':
      return tableMarkup(block);
    case 'code': {
      const code = `<pre>${escapeMarkup(block.text)}</pre>`;
      return block.label === undefined
        ? code
        : `<details><summary>${escapeMarkup(block.label)}</summary>${code}</details>`;
    }
    case 'charts':
      return `<div class="charts">${block.drawings.map((drawing) => `<div>${svgElement(drawing)}</div>`).join('\n')}</div>`;
    case 'images':
      return `<div class="images">${block.images.map(pictureMarkup).join('\n')}</div>`;
  }
}

const alarm = ({ isAlarm = false }: { readonly isAlarm?: boolean | undefined }) => (isAlarm ? ' class="alarm"' : '');

function tableMarkup({ caption, columns, rows }: Table): string {
  const classOf = (index: number) => (columns[index]?.align === 'right' ? ' class="number"' : '');
  const heading = ({ heading }: Table['columns'][number], index: number) =>
    `<th scope="col"${classOf(index)}>${escapeMarkup(heading)}</th>`;
  const cell = (text: string, index: number) =>
    index === 0 ? `<th scope="row">${escapeMarkup(text)}</th>` : `<td${classOf(index)}>${escapeMarkup(text)}</td>`;
  const named = caption ?? columns.map((column) => column.heading).join(', ');
  return [
    // What scrolls must be reached by keyboard, and what is reached must have a name.
    `<div class="scroll" role="group" tabindex="0" aria-label="${escapeMarkup(`Table: ${named}`)}"><table>`,
    caption === undefined ? '' : `<caption>${escapeMarkup(caption)}</caption>`,
    `<thead><tr>${columns.map(heading).join('')}</tr></thead>`,
    `<tbody>${rows.map((cells) => `<tr>${cells.map(cell).join('')}</tr>`).join('\n')}</tbody></table></div>`,
  ].join('');
}

function pictureMarkup({ uri, width, height, label, caption, colorBar }: Picture): string {
  const scale = Math.max(1, Math.floor(200 / Math.max(width, height, 1)));
  const image = `<img src="${escapeMarkup(uri)}" width="${width * scale}" height="${height * scale}" alt="${escapeMarkup(label)}">`;
  const bar = colorBar === undefined ? '' : svgElement(colorBar);
  return `<figure>${image}<figcaption>${escapeMarkup(caption)}</figcaption>${bar}</figure>`;
}
