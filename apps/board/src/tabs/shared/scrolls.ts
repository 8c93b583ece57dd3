/** Attributes of a region that scrolls: keys must reach it. */
export const scrolls = (label: string) => ({ role: 'group', tabIndex: 0, 'aria-label': label }) as const;
