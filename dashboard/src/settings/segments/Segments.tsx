/** Conditions with a name, which filters may use: renamed and deleted here. */

import { type FormEvent, useState } from 'react';
import { useFilters } from '../../api/asking';
import type { Condition } from '../../api/shapes';
import { EmptyNotice, FaultNotice } from '../../design/Notice';
import { useAccount } from '../../state/place';
import { useChange, useKept } from '../asking';
import { Confirm, Group, Loading, Refusal } from '../parts';
import type { Segment } from '../shapes';

export function Segments() {
  const { role } = useAccount();
  const { data, error, refetch } = useKept<{ segments: Segment[] }>('segments');
  if (!data) return error ? <FaultNotice error={error} onRetry={() => void refetch()} /> : <Loading />;
  return (
    <Group
      title="The segments there are"
      doc="A change holds in every report that uses the segment. What is forced on members stays as it was then."
    >
      {data.segments.length === 0 && (
        <EmptyNotice title="No segment yet">
          <p>Set filters in a report, and save them under a name: they stand here for all reports.</p>
        </EmptyNotice>
      )}
      <ul className="rows">
        {data.segments.map((segment) => (
          <Row key={segment.id} segment={segment} isEditable={role !== 'viewer'} />
        ))}
      </ul>
    </Group>
  );
}

function Row({ segment, isEditable }: { segment: Segment; isEditable: boolean }) {
  const [isNaming, setNaming] = useState(false);
  const remove = useChange();
  return (
    <li>
      <div className="row-main">
        <strong>{segment.name}</strong>
        <InWords segment={segment} />
      </div>
      {isEditable && !isNaming && (
        <button type="button" className="button plain" onClick={() => setNaming(true)}>
          Rename
        </button>
      )}
      {isEditable && (
        <Confirm
          button="Delete"
          question={`Delete the segment “${segment.name}”?`}
          act="Delete"
          isPending={remove.isPending}
          error={remove.error}
          onAct={() => remove.mutateAsync({ path: `segments/${segment.id}`, method: 'DELETE' })}
        >
          <p>What a saved report uses cannot be deleted: you are told which report that is.</p>
        </Confirm>
      )}
      {isNaming && <Name segment={segment} onDone={() => setNaming(false)} />}
    </li>
  );
}

function InWords({ segment: { filters } }: { segment: Segment }) {
  const { account_id } = useAccount();
  const { data } = useFilters(account_id, 'leads');
  if (!Array.isArray(filters)) return <span className="quiet small">conditions in groups</span>;
  const told = ({ field, op, value }: Condition) => {
    const name = data?.fields.find(({ key }) => key === field)?.name ?? field;
    const verb = data?.operators.find(({ key }) => key === op)?.name.trim() ?? op;
    return `${name} ${verb} ${[value ?? ''].flat().join(', ')}`.trim();
  };
  return <span className="quiet small">{filters.map(told).join(', and ')}</span>;
}

function Name({ segment: { id, name, filters }, onDone }: { segment: Segment; onDone: () => void }) {
  const change = useChange();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { name: String(new FormData(event.currentTarget).get('name')), filters };
    change.mutate({ path: `segments/${id}`, method: 'PUT', body }, { onSuccess: onDone });
  };
  return (
    <form className="bar row-more" onSubmit={submit}>
      <input name="name" className="input short narrow" aria-label="Name" defaultValue={name} required />
      <button type="submit" className="button main" disabled={change.isPending}>
        Save
      </button>
      <button type="button" className="button" onClick={onDone}>
        Take back
      </button>
      <Refusal error={change.error} />
    </form>
  );
}
