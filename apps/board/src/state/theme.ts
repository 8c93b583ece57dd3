import { computed, effect, signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const key = 'netwright-board-theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(system.matches);
system.addEventListener('change', ({ matches }) => {
  systemIsDark.value = matches;
});

function stored(): Theme | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === 'light' || text === 'dark' ? text : undefined;
  } catch {
    return undefined;
  }
}

const chosen = signal(stored());

/** What is shown now. */
export const theme = computed<Theme>(() => chosen.value ?? (systemIsDark.value ? 'dark' : 'light'));

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

/** Changes between light and dark; back at what the system says, follows the system again. */
export function toggleTheme(): void {
  const next = theme.value === 'dark' ? 'light' : 'dark';
  chosen.value = next === (systemIsDark.value ? 'dark' : 'light') ? undefined : next;
  try {
    if (chosen.value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, chosen.value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
