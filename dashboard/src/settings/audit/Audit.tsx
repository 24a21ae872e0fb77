/** Who did what, when and from where: the newest first, narrowed to a kind or to somebody. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/request';
import { Choice } from '../../design/Choice';
import { Labelled } from '../../design/Labelled';
import { EmptyNotice, FaultNotice } from '../../design/Notice';
import { readInstant } from '../../formats/figures';
import { useAccount } from '../../state/place';
import { useKept, usePath } from '../asking';
import { Loading } from '../parts';
import type { AuditEntry, Member } from '../shapes';
import { deedOf, KINDS } from './deeds';

const PAGE = 50;

interface Page {
  entries: AuditEntry[];
  before: string | null;
}

export function Audit() {
  const [action, setAction] = useState('');
  const [actor, setActor] = useState('');
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useEntries(action, actor);
  const entries = data?.pages.flatMap((page) => page.entries);
  return (
    <>
      <div className="bar">
        <Labelled text="What">
          <Choice label="What" options={KINDS} chosen={action} onChoose={setAction} />
        </Labelled>
        <Who actor={actor} onChoose={setActor} />
      </div>
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {!entries && !error && <Loading />}
      {entries?.length === 0 && (
        <EmptyNotice title="Nothing of this kind">
          <p>Choose something else above.</p>
        </EmptyNotice>
      )}
      <ol className="rows">
        {entries?.map((entry, place) => (
          <Entry key={`${entry.at} ${place}`} entry={entry} />
        ))}
      </ol>
      {hasNextPage && (
        <div className="bar">
          <button type="button" className="button" onClick={() => void fetchNextPage()} disabled={isFetching}>
            Older
          </button>
        </div>
      )}
    </>
  );
}

function useEntries(action: string, actor: string) {
  const path = usePath()('audit');
  return useInfiniteQuery({
    queryKey: ['settings', path, action, actor],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE), action, actor });
      if (pageParam) query.set('before', pageParam);
      return request<Page>(`${path}?${query}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ before }) => before,
  });
}

function Who({ actor, onChoose }: { actor: string; onChoose: (actor: string) => void }) {
  const { data } = useKept<{ members: Member[] }>('members');
  const members = data?.members.map(({ user_id, email }) => ({ key: `user ${user_id}`, name: email })) ?? [];
  const options = [{ key: '', name: 'Everybody' }, ...members];
  return (
    <Labelled text="By">
      <Choice label="By whom" options={options} chosen={actor} onChoose={onChoose} />
    </Labelled>
  );
}

function Entry({ entry: { at, actor, email, action, target, address } }: { entry: AuditEntry }) {
  const { timezone } = useAccount();
  return (
    <li>
      <div className="row-main">
        <span>
          <strong>{email ?? actor}</strong> {deedOf(action)}
          {target && (
            <>
              {' '}
              <code className="quiet">{target}</code>
            </>
          )}
        </span>
      </div>
      <span className="quiet small">
        {readInstant(at, timezone)}
        {address && `, from ${address}`}
      </span>
    </li>
  );
}
