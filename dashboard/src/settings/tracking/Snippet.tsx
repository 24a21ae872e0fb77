/** What to put into pages, to take along. */

import { useQuery } from '@tanstack/react-query';
import { request } from '../../api/request';
import { Copy } from '../../design/Copy';
import { FaultNotice } from '../../design/Notice';
import { Skeleton } from '../../design/Skeleton';
import { useAccount } from '../../state/place';
import { Group } from '../parts';
import type { SnippetShown } from '../shapes';

export function Snippet() {
  const { account_id } = useAccount();
  const path = `/${account_id}/settings/snippet`;
  const { data, error, refetch } = useQuery({
    queryKey: ['settings', path],
    queryFn: ({ signal }) => request<SnippetShown>(path, { signal }),
  });
  return (
    <Group
      title="Put this line into every page"
      doc="Between <head> and </head>, or as a custom HTML tag of your tag manager. Nothing else is needed."
    >
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {!error && <pre className="code snippet">{data ? data.snippet : <Skeleton chars={60} />}</pre>}
      {data && <Copy text={data.snippet} label="Copy the snippet" />}
    </Group>
  );
}
