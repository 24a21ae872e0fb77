/** The browsers in which one is signed in, each to be signed out of. */

import { useQuery } from '@tanstack/react-query';
import { request } from '../../api/request';
import { FaultNotice } from '../../design/Notice';
import { readInstant } from '../../formats/figures';
import { useAccount } from '../../state/place';
import { Group, Loading, Refusal } from '../parts';
import type { SignedInSession } from '../shapes';
import { browserOf } from './agents';
import { useMyChange } from './asking';

export function Sessions() {
  const { timezone } = useAccount();
  const end = useMyChange();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => request<{ sessions: SignedInSession[] }>('/api/app/sessions', { signal }),
  });
  if (!data) return error ? <FaultNotice error={error} onRetry={() => void refetch()} /> : <Loading />;
  return (
    <Group title="Where you are signed in" doc="A session ends by itself thirty days after its last use.">
      <ul className="rows">
        {data.sessions.map(({ session_id, user_agent, seen_at, is_current }) => (
          <li key={session_id}>
            <div className="row-main">
              <strong title={user_agent}>{browserOf(user_agent)}</strong>
              <span className="quiet small">last used {readInstant(seen_at, timezone)}</span>
            </div>
            {is_current ? (
              <span className="quiet">this browser</span>
            ) : (
              <button
                type="button"
                className="button plain"
                onClick={() => end.mutate({ path: `sessions/${session_id}`, method: 'DELETE' })}
                disabled={end.isPending}
              >
                Sign out there
              </button>
            )}
          </li>
        ))}
      </ul>
      <Refusal error={end.error} />
    </Group>
  );
}
