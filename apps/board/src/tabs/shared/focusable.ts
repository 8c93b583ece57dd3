/**
 * Attributes of a part that keys must reach although it is no button, as a region that scrolls. In small letters, which
 * elements of SVG need.
 */
export const focusable = (label: string) => ({ role: 'group', tabindex: 0, 'aria-label': label }) as const;
