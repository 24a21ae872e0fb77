/** What the settings ask of the server, and how they change it: every change asks anew what it has changed. */

import { type UseQueryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Asked, request } from '../api/request';
import { useAccount } from '../state/place';

/** The path of something that the account in the address has. */
export function usePath(): (path: string) => string {
  const { account_id } = useAccount();
  return (path) => `/api/app/${account_id}/${path}`;
}

type Options<Answered> = Pick<
  UseQueryOptions<Answered>,
  'refetchInterval' | 'staleTime' | 'placeholderData' | 'enabled'
>;

/** What stands under a path of the account. */
export function useKept<Answered>(path: string, options: Options<Answered> = {}) {
  const full = usePath()(path);
  return useQuery<Answered>({
    queryKey: ['settings', full],
    queryFn: ({ signal }) => request<Answered>(full, { signal }),
    ...options,
  });
}

interface Sent {
  path: string;
  method: NonNullable<Asked['method']>;
  body?: unknown;
}

/** Changes something under a path of the account; afterwards all that the settings know, and reports, are asked anew. */
export function useChange<Answered = unknown>() {
  const pathOf = usePath();
  const client = useQueryClient();
  return useMutation<Answered, Error, Sent>({
    mutationFn: ({ path, method, body }) => request<Answered>(pathOf(path), { method, body }),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'catalogue' }),
  });
}
