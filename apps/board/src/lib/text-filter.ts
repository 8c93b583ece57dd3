/**
 * What a search field asks for: every word must occur, in any case; `/…/` is a regular expression. One that is not yet
 * whole, as while typing, is taken as plain text.
 */
export function textFilter(query: string): (text: string) => boolean {
  const trimmed = query.trim();
  const [, pattern] = /^\/(.+)\/$/.exec(trimmed) ?? [];
  if (pattern !== undefined) {
    try {
      const expression = new RegExp(pattern, 'i');
      return (text) => expression.test(text);
    } catch {
      // Falls through to plain text.
    }
  }
  const words = trimmed.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}
