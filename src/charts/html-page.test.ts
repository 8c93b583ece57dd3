import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawCurveChart } from './curve-chart.ts';
import { escapeMarkup } from './escape-markup.ts';
import { type Block, htmlPage } from './html-page.ts';

const blocksOf = (text: string): Block[] => [
  { kind: 'text', text, isAlarm: true },
  { kind: 'heading', text },
  { kind: 'list', items: [text] },
  {
    kind: 'table',
    caption: text,
    columns: [{ heading: text }, { heading: text, align: 'right' }],
    rows: [[text, text]],
  },
  { kind: 'code', text, label: text },
  {
    kind: 'charts',
    drawings: [drawCurveChart({ title: text, xLabel: text, series: [{ name: text, x: [0], y: [1] }] })],
  },
  { kind: 'images', images: [{ uri: text, width: 1, height: 1, label: text, caption: text }] },
];
const pageOf = (text: string) =>
  htmlPage({ title: text, subtitle: text, footer: text, sections: [{ title: text, blocks: blocksOf(text) }] });

const anyText = fc.string({ unit: fc.constantFrom(...'<>&"\'/=-]! a\0\n\u2028\ufffe\u{d800}é'), maxLength: 30 });

/** Names of all elements in their order. */
const tagsOf = (page: string) => [...page.matchAll(/<(\/?[a-z0-9!]+)/g)].map(([, tag]) => tag);

describe('htmlPage', () => {
  it('has the same elements whatever its texts say', () => {
    const expected = tagsOf(pageOf('plain'));
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.constantFrom(
            '</style><script>alert(1)</script>',
            '"><img src=x onerror=alert(1)>',
            "' onload='x",
            '<!--',
            ']]>',
          ),
        ),
        (text) => {
          expect(tagsOf(pageOf(text)).filter((tag) => tag !== 'title' && tag !== '/title')).toEqual(
            expected.filter((tag) => tag !== 'title' && tag !== '/title'),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('allows neither scripts nor the network, and asks for neither', () => {
    const page = pageOf('plain');
    expect(page).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:`);
    expect(page).not.toMatch(/<script|https?:|url\(|@import|<link/);
  });

  it('gives tables headings of columns and rows, images texts, and sections names', () => {
    const page = pageOf('plain');
    expect(page).toContain('<th scope="col">plain</th><th scope="col" class="number">plain</th>');
    expect(page).toContain('<th scope="row">plain</th><td class="number">plain</td>');
    expect(page).toContain('alt="plain"');
    expect(page).toContain('<section aria-labelledby="section-1"><h2 id="section-1">');
  });
});

it('escapeMarkup escapes what is markup and drops what no document may hold', () => {
  expect(escapeMarkup(`<a href="x" b='y'>&`)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;');
  expect(escapeMarkup('a\0b\u{d800}c\tü😀\n')).toBe('a\ufffdb\ufffdc\tü😀\n');
});
