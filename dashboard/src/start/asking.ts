/** What the way to the first report asks the server; how far it is, again and again until it is gone. */

import { useMutation, useQuery } from '@tanstack/react-query';
import { request } from '../api/request';
import type { Integration, Started } from './shapes';
import { isDone } from './steps';

const AGAIN_MS = 2000;

export function useStarted(account: string, isLive = false) {
  return useQuery({
    queryKey: ['start', account],
    queryFn: ({ signal }) => request<Started>(`/api/app/${account}/start`, { signal }),
    refetchInterval: ({ state }) => (isLive && !(state.data && isDone(state.data)) ? AGAIN_MS : false),
  });
}

export function useSnippet(account: string) {
  return useQuery({
    queryKey: ['start', account, 'snippet'],
    queryFn: ({ signal }) => request<{ snippet: string }>(`/${account}/settings/snippet`, { signal }),
  });
}

export function useIntegrations(account: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['start', account, 'integrations'],
    queryFn: async ({ signal }) => {
      const path = `/api/app/${account}/integrations`;
      return (await request<{ integrations: Integration[] }>(path, { signal })).integrations;
    },
    enabled: isWanted,
  });
}

/** A key that may send; the server tells it this once. */
export function useNewKey(account: string) {
  return useMutation({
    mutationFn: async () => {
      const body = { name: 'First data', scopes: ['import'] };
      return (await request<{ api_key: string }>(`/api/app/${account}/keys`, { method: 'POST', body }))
        .api_key;
    },
  });
}
