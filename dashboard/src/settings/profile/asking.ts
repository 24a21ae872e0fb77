/** What somebody asks and changes of the own user. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Asked, request } from '../../api/request';

interface Sent {
  path: string;
  method: NonNullable<Asked['method']>;
  body?: unknown;
}

/** Changes something of the own user; who that is, and where they are signed in, is asked anew. */
export function useMyChange<Answered = unknown>() {
  const client = useQueryClient();
  return useMutation<Answered, Error, Sent>({
    mutationFn: ({ path, method, body }) => request<Answered>(`/api/app/${path}`, { method, body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['me'] });
      await client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
}
