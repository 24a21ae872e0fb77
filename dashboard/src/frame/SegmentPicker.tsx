/** To whom every figure is narrowed: a segment, or everybody; the filters of a page can be kept as a new one. */

import { useState } from 'react';
import type { Condition } from '../api/shapes';
import { Choice } from '../design/Choice';
import { type Segment, useChange, useSegments } from '../saved/asking';
import { Naming } from '../saved/Naming';
import { useAccount, useChosen, useMay } from '../state/place';
import { readExplorer } from '../state/search';

const ALL = 'everybody';
const NEW = 'new segment';

export function SegmentPicker() {
  const { account_id } = useAccount();
  const { data: segments = [] } = useSegments(account_id);
  const may = useMay();
  const [{ segment, filters = [] }, choose] = useChosen(readExplorer);
  const [isNaming, setNaming] = useState(false);
  const canSave = may.save && filters.length > 0;
  if (segments.length === 0 && !segment && !canSave) return null;
  return (
    <>
      <Choice
        label="Segment"
        options={[
          { key: ALL, name: 'Everybody', doc: 'All people of the account.' },
          ...segments.map(({ id, name }) => ({ key: id, name })),
          ...(canSave
            ? [{ key: NEW, name: 'Save the filters as a segment …', doc: 'To narrow every page by them.' }]
            : []),
        ]}
        chosen={segment ?? ALL}
        onChoose={(key) => {
          if (key === NEW) setNaming(true);
          else choose({ segment: key === ALL ? undefined : key });
        }}
      />
      {isNaming && <NewSegment filters={filters} onClose={() => setNaming(false)} />}
    </>
  );
}

function NewSegment({ filters, onClose }: { filters: Condition[]; onClose: () => void }) {
  const { account_id } = useAccount();
  const [, choose] = useChosen(readExplorer);
  const change = useChange<{ segment: Segment }>(account_id, 'segments');
  const keep = async (name: string) => {
    const { segment } = await change.mutateAsync({ method: 'POST', body: { name, filters } });
    onClose();
    choose({ segment: segment.id, filters: undefined });
  };
  return (
    <Naming
      title="Save the filters as a segment"
      name=""
      say="Save"
      error={change.error}
      isBusy={change.isPending}
      onName={(name) => void keep(name).catch(() => {})}
      onClose={onClose}
    >
      <p className="quiet">
        It stands at the top of every page, and narrows all figures to whom the filters let in.
      </p>
    </Naming>
  );
}
