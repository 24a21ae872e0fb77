/** Where the reader is: the account, and what the address says is chosen, to read and to change. */

import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
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

/** How figures of the account read here. */
export function useReading(): Reading {
  const { currency } = useAccount();
  return useMemo(() => ({ currency }), [currency]);
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
