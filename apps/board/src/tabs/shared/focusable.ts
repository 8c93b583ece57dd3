/** Attributes of a part that keys must reach although it is no button, as a region that scrolls. */
export const focusable = (label: string) => ({ role: 'group', tabIndex: 0, 'aria-label': label }) as const;
