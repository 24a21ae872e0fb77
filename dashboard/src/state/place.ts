/** Where the reader is: the account, and what the address says is chosen, to read and to change. */

import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { createContext, useCallback, useContext, useMemo } from 'react';
import { meQuery } from '../api/asking';
import type { Account } from '../api/shapes';
import type { Reading } from '../formats/figures';
import { dayIn } from '../formats/timeline';
import type { FrameSearch } from './search';

/** The account of the address, as one may see it. */
export function useAccount(): Account {
  const { account: id } = useParams({ strict: false });
  const { data } = useQuery(meQuery);
  const known = data?.accounts.find(({ account_id }) => account_id === id);
  if (!known) throw new Error(`a page was shown for the account '${id}', which this user cannot see`);
  return known;
}

/** Says to everything below how figures read there. */
export const ReadingContext = createContext<Reading | null>(null);

/** How figures read here. */
export function useReading(): Reading {
  const reading = useContext(ReadingContext);
  if (!reading) throw new Error('figures were shown where nobody says in which currency they are');
  return reading;
}

/** What the role of whoever is signed in allows: saving reports and segments, and managing the account. */
export function useMay(): { save: boolean; manage: boolean } {
  const { role } = useAccount();
  return { save: role !== 'viewer', manage: role === 'owner' || role === 'admin' };
}

/** The day that it is for the account. */
export function useToday(): string {
  return dayIn(useAccount().timezone, Date.now());
}

/** What is chosen, and a function that changes some of it: a step that "back" undoes. */
export function useChosen<Search extends FrameSearch>(
  read: (given: Record<string, unknown>) => Search,
): [Search, (changed: Partial<Search>) => void] {
  const given = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const chosen = useMemo(() => read(given), [given, read]);
  const change = useCallback(
    (changed: Partial<Search>) => {
      // Which page it is decides what may be chosen; `read` has seen to that, so the router need not.
      const search = (before: object) => ({ ...before, ...changed });
      void navigate({ to: '.', search: search as never, resetScroll: false });
    },
    [navigate],
  );
  return [chosen, change];
}
