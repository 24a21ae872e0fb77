/** What keys do, wherever nobody is typing: `?` for help, Ctrl or ⌘ K to search, `g` and a letter to go to a page. */

import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { switchTheme } from '../design/theme';
import { useAccount, useChosen } from '../state/place';
import { carried, readFrame } from '../state/search';
import { PAGES, type Page } from './pages';

export type Open = 'palette' | 'help' | null;

/** How long after `g` a letter still belongs to it. */
const PAUSE_MS = 1200;

/** Goes to a page and takes along what the frame has chosen. */
export function useGo(): (page: Page) => void {
  const { account_id: account } = useAccount();
  const [search] = useChosen(readFrame);
  const navigate = useNavigate();
  return ({ to }) => void navigate({ to, params: { account }, search: carried(search) });
}

export function useShortcuts(open: (what: Open) => void): void {
  const go = useGo();
  const wentAt = useRef(0);
  useEffect(() => {
    const single: Readonly<Record<string, () => void>> = { '?': () => open('help'), t: switchTheme };
    const type = (event: KeyboardEvent) => {
      const page = pageOf(event, wentAt.current);
      wentAt.current = event.key === 'g' ? event.timeStamp : 0;
      if (page) go(page);
      else single[event.key]?.();
    };
    const press = onPress(type, () => open('palette'));
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [go, open]);
}

function onPress(type: (event: KeyboardEvent) => void, search: () => void) {
  return (event: KeyboardEvent) => {
    if (isSearch(event)) {
      event.preventDefault();
      search();
    } else if (!isTyping(event)) type(event);
  };
}

/** The page of a letter that follows its `g`. */
function pageOf(event: KeyboardEvent, wentAt: number): Page | undefined {
  return event.timeStamp - wentAt < PAUSE_MS ? PAGES.find(({ key }) => key === event.key) : undefined;
}

function isSearch(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
}

function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const { target } = event;
  return (
    target instanceof Element &&
    target.closest('input, select, textarea, [role=listbox], [role=dialog]') !== null
  );
}
