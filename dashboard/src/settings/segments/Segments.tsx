/** Conditions with a name, which filters may use: renamed, changed and deleted here. */

import { type FormEvent, useState } from 'react';
import { useFilters } from '../../api/asking';
import { ReportConditions } from '../../conditions/ReportConditions';
import { type Names, wordsOf } from '../../conditions/shape';
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

interface RowProps {
  segment: Segment;
  isEditable: boolean;
}

function Row({ segment, isEditable }: RowProps) {
  const [isNaming, setNaming] = useState(false);
  const remove = useChange();
  return (
    <li>
      <div className="row-main">
        <strong>{segment.name}</strong>
        <What segment={segment} isEditable={isEditable} />
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

/** What has to hold; a change is kept at once, and refused where it would break a saved report. */
function What({ segment: { id, name, filters }, isEditable }: RowProps) {
  const { account_id } = useAccount();
  const { data } = useFilters(account_id, 'leads');
  const change = useChange();
  if (!Array.isArray(filters))
    return <span className="quiet small">Conditions in groups, kept as they are</span>;
  if (isEditable) {
    return (
      <>
        <ReportConditions
          report="leads"
          label={`Conditions of ${name}`}
          add="Condition"
          conditions={filters}
          onChange={(changed) =>
            change.mutate({ path: `segments/${id}`, method: 'PUT', body: { name, filters: changed } })
          }
        />
        <Refusal error={change.error} />
      </>
    );
  }
  const names: Names = {
    field: (key) => data?.fields.find((field) => field.key === key)?.name ?? key,
    operator: (key) => data?.operators.find((operator) => operator.key === key)?.name.trim() ?? key,
    segment: (key) => `Segment ${key}`,
  };
  return <span className="quiet small">{filters.map((each) => wordsOf(each, names)).join(', and ')}</span>;
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
