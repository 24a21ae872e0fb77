/** A person is several: chooses what is somebody else's. */

import { useState } from 'react';
import type { Person } from '../api/shapes';
import { FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { useAccount } from '../state/place';
import { useDeed, useTies } from './asking';
import { DeedSheet } from './DeedSheet';
import { nameOf, partsOf } from './person';

export function Split({ person, onClose }: { person: Person; onClose: () => void }) {
  const { account_id } = useAccount();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const split = useDeed(account_id, person.person_id, 'split');
  const { data, error, refetch } = useTies(account_id, person.person_id);
  const parts = data && partsOf(data);
  const toggle = (name: string) =>
    setChosen(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  return (
    <DeedSheet
      title={`Split ${nameOf(person)}`}
      doLabel="Split"
      isReady={chosen.length > 0 && chosen.length < (parts?.length ?? 0)}
      isBusy={split.isPending}
      error={split.error}
      onDo={() => split.mutate({ names: chosen }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      <fieldset className="picks">
        <legend>What is somebody else’s?</legend>
        {!parts && !error && <Skeleton chars={30} />}
        {parts?.map(({ name, kind }) => (
          <label key={name} className="pick">
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            <span>
              {name.replace(/^visitor:/, '')} <span className="quiet small">{kind}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p>
        What you choose becomes a person of its own, with its orders and page views, in all reports, also of
        the past. The rest stays together. It holds whatever is sent again; “Merge” takes it back.
      </p>
    </DeedSheet>
  );
}
