/** What the dashboard asks and tells the server of saved reports, segments and share links. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/request';
import type { Condition, Question, ReportType } from '../api/shapes';

export interface SavedReport {
  id: string;
  name: string;
  type: ReportType;
  query: Question;
  created_at: string;
  changed_at: string;
}

export interface Segment {
  id: string;
  name: string;
  filters: Condition[] | Condition;
}

export interface ShareLink {
  share_id: string;
  title: string;
  report_id: string | null;
  question: Question | null;
  has_password: boolean;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
}

type Kind = 'reports' | 'segments' | 'shares';

function useListed<Listed>(account: string, kind: Kind, isWanted = true) {
  return useQuery({
    queryKey: ['kept', account, kind],
    queryFn: async ({ signal }) => {
      const body = await request<Record<string, Listed[]>>(`/api/app/${account}/${kind}`, { signal });
      return body[kind] ?? [];
    },
    enabled: isWanted,
  });
}

export const useSaved = (account: string) => useListed<SavedReport>(account, 'reports');
export const useSegments = (account: string) => useListed<Segment>(account, 'segments');
export const useShares = (account: string, isWanted: boolean) =>
  useListed<ShareLink>(account, 'shares', isWanted);

export interface Change {
  method: 'POST' | 'PUT' | 'DELETE';
  id?: string;
  body?: object;
}

/** Makes, changes or deletes one of a kind; whatever lists them is asked anew. */
export function useChange<Answered>(account: string, kind: Kind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, id, body }: Change) =>
      request<Answered>(`/api/app/${account}/${kind}${id ? `/${id}` : ''}`, { method, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['kept', account] }),
  });
}
