/** What programs present to the API: made with what they may, shown once, revoked for good. */

import { useState } from 'react';
import { EmptyNotice, FaultNotice } from '../../design/Notice';
import { readDate } from '../../formats/figures';
import { useReading } from '../../state/place';
import { useChange, useKept } from '../asking';
import { Once } from '../Once';
import { Confirm, Group, Loading } from '../parts';
import type { Key } from '../shapes';
import { CreateKey } from './CreateKey';
import { SCOPES } from './scopes';

export interface KeyMade {
  key: Key;
  api_key: string;
}

export function Keys() {
  const { data, error, refetch } = useKept<{ keys: Key[] }>('keys');
  const [made, setMade] = useState<KeyMade | null>(null);
  if (!data) return error ? <FaultNotice error={error} onRetry={() => void refetch()} /> : <Loading />;
  return (
    <>
      {made && (
        <Once
          title={`The key “${made.key.name}”`}
          secret={made.api_key}
          label="Copy the key"
          onDone={() => setMade(null)}
        >
          <p>
            Put it where the program keeps its secrets. It is shown only now: nobody can look it up again.
          </p>
        </Once>
      )}
      <Group title="The keys there are" doc="Only what a key ends with is kept, never the key itself.">
        {data.keys.length === 0 && (
          <EmptyNotice title="No key yet">
            <p>A program needs one to send or ask anything. Make it below.</p>
          </EmptyNotice>
        )}
        <ul className="rows">
          {data.keys.map((key) => (
            <Row key={key.key_id} row={key} />
          ))}
        </ul>
      </Group>
      <CreateKey onMade={setMade} />
    </>
  );
}

function Row({ row }: { row: Key }) {
  const reading = useReading();
  const revoke = useChange();
  const may = SCOPES.filter(({ key }) => row.scopes.includes(key)).map(({ name }) => name);
  return (
    <li data-revoked={row.revoked_at ? true : undefined}>
      <div className="row-main">
        <strong>{row.name}</strong>
        <span className="quiet small">{may.join(', ')}</span>
      </div>
      <code>{row.hint}</code>
      <span className="quiet small">made {readDate(row.created_at, reading)}</span>
      {row.revoked_at ? (
        <span className="quiet">revoked {readDate(row.revoked_at, reading)}</span>
      ) : (
        <Confirm
          button="Revoke"
          question={`Revoke the key “${row.name}”?`}
          act="Revoke"
          isPending={revoke.isPending}
          error={revoke.error}
          onAct={() => revoke.mutateAsync({ path: `keys/${row.key_id}`, method: 'DELETE' })}
        >
          <p>Whatever uses it is refused within a second, for good. What it sent stays.</p>
        </Confirm>
      )}
    </li>
  );
}
