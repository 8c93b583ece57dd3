import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { type Inline, type MarkdownBlock, markdownBlocks } from './markdown.ts';

/** A text in Markdown, as elements: never as HTML. */
export function MarkdownView({ text }: { readonly text: string }): JSX.Element {
  const blocks = useMemo(() => markdownBlocks(text), [text]);
  return (
    <div class="markdown">
      {blocks.map((block, i) => (
        <Block key={i} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { readonly block: MarkdownBlock }): JSX.Element {
  switch (block.kind) {
    case 'heading':
      // Headings of a text are no headings of the page.
      return (
        <p class="markdown-heading" data-level={block.level}>
          <Line content={block.content} />
        </p>
      );
    case 'paragraph':
      return (
        <p>
          <Line content={block.content} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Line content={block.content} />
        </blockquote>
      );
    case 'code':
      return <pre>{block.text}</pre>;
    case 'rule':
      return <hr />;
    case 'list': {
      const items = block.items.map((item, i) => (
        <li key={i}>
          <Line content={item} />
        </li>
      ));
      return block.isNumbered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return (
        <table>
          <thead>
            <tr>
              {block.head.map((cell, i) => (
                <th key={i} scope="col">
                  <Line content={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, k) => (
                  <td key={k}>
                    <Line content={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

function Line({ content }: { readonly content: readonly Inline[] }): JSX.Element {
  return (
    <>
      {content.map((piece, i) => {
        if (piece.kind === 'code') return <code key={i}>{piece.text}</code>;
        if (piece.kind === 'strong') return <strong key={i}>{piece.text}</strong>;
        if (piece.kind === 'emphasis') return <em key={i}>{piece.text}</em>;
        if (piece.kind === 'link') return `${piece.text} (${piece.address})`;
        return piece.text;
      })}
    </>
  );
}
