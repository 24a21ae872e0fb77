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
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open('palette');
      } else if (!isTyping(event)) single(event);
    };
    const single = (event: KeyboardEvent) => {
      const isAfterG = event.timeStamp - wentAt.current < PAUSE_MS;
      wentAt.current = event.key === 'g' ? event.timeStamp : 0;
      const page = isAfterG && PAGES.find(({ key }) => key === event.key);
      if (page) go(page);
      else if (event.key === '?') open('help');
      else if (event.key === 't') switchTheme();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [go, open]);
}

function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const { target } = event;
  return (
    target instanceof Element &&
    target.closest('input, select, textarea, [role=listbox], [role=dialog]') !== null
  );
}
