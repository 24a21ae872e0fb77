/** What a file would be read as, asked of the server without anything being written. */

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { request } from '../api/request';
import { useAccount } from '../state/place';
import { firstLines, type Said } from './mapping';
import type { DryRun } from './shapes';

export interface Asked {
  file: File;
  entity: string;
  integration: string;
  map: Said;
  /** "" where it is to be found out. */
  delimiter: string;
  keepsOthers: boolean;
}

/** The form in which a file is sent, with how it is to be read. */
export function formOf(asked: Asked, file: Blob, more: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  form.set('map', JSON.stringify(asked.map));
  if (asked.delimiter) form.set('delimiter', asked.delimiter);
  if (asked.keepsOthers) form.set('custom_fields', '1');
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  form.set('file', file, asked.file.name);
  return form;
}

export function useDryRun(asked: Asked) {
  const { account_id } = useAccount();
  const { file, ...rest } = asked;
  return useQuery({
    queryKey: ['dry run', account_id, file.name, file.size, file.lastModified, rest],
    queryFn: async ({ signal }) => {
      const path = `/api/v1/${account_id}/${asked.integration}/csv/${asked.entity}`;
      const body = formOf(asked, await firstLines(file), { dry_run: '1' });
      return request<DryRun>(path, { method: 'POST', body, signal });
    },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
