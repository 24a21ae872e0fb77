/** Light, dark, or as the system is: kept in this browser, obeyed by the tokens, and told to charts, which draw anew. */

import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'headwater.theme';
const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const isDark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** Within a page of another site, a browser may let nobody keep anything. */
function kept(): Theme {
  let value: string | null = null;
  try {
    value = localStorage.getItem(KEY);
  } catch {
    return 'system';
  }
  return value === 'light' || value === 'dark' ? value : 'system';
}

function apply(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** Puts on the theme that was chosen here last. */
export function startTheme(): void {
  apply(kept());
  isDark.addEventListener('change', tell);
}

/** Goes on to the next theme. */
export function switchTheme(): void {
  const theme = NEXT[kept()];
  localStorage.setItem(KEY, theme);
  apply(theme);
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The chosen theme. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, kept);

/** Changes whenever colours do. */
export const useColours = (): string =>
  useSyncExternalStore(subscribe, () => `${kept()} ${isDark.matches ? 'dark' : 'light'}`);
