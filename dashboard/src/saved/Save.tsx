/** Keeps what is asked under a name, as a new saved report or in the place of the one that was opened. */

import { useState } from 'react';
import type { Question } from '../api/shapes';
import { useAccount, useChosen, useMay } from '../state/place';
import { readFrame } from '../state/search';
import { type SavedReport, useChange, useSaved } from './asking';
import { Naming } from './Naming';

export function Save({ question }: { question: Question }) {
  const { account_id } = useAccount();
  const may = useMay();
  const [{ saved }, choose] = useChosen(readFrame);
  const { data: reports } = useSaved(account_id);
  const change = useChange<{ report: SavedReport }>(account_id, 'reports');
  const [isOpen, setOpen] = useState(false);
  const opened = reports?.find(({ id }) => id === saved);
  const [isNew, setNew] = useState(false);
  if (!may.save) return null;
  const close = () => {
    change.reset();
    setOpen(false);
  };
  const keep = async (name: string) => {
    const body = { name, query: question };
    const isChange = opened !== undefined && !isNew;
    const { report } = await change.mutateAsync(
      isChange ? { method: 'PUT', id: opened.id, body } : { method: 'POST', body },
    );
    close();
    choose({ saved: report.id });
  };
  return (
    <>
      <button type="button" className="button plain" onClick={() => setOpen(true)}>
        {opened ? <span className="clip saved-name">Saved: {opened.name}</span> : 'Save'}
      </button>
      {isOpen && (
        <Naming
          title="Save this report"
          name={opened?.name ?? titleOf(question)}
          say="Save"
          error={change.error}
          isBusy={change.isPending}
          onName={(name) => void keep(name).catch(() => {})}
          onClose={close}
        >
          {opened && (
            <label className="check">
              <input type="checkbox" checked={isNew} onChange={(event) => setNew(event.target.checked)} />
              As a new one; “{opened.name}” stays as it was
            </label>
          )}
          <p className="quiet small">
            Days that are told from today, such as the last 30 days, are told from the day it is opened.
          </p>
        </Naming>
      )}
    </>
  );
}

const NAMES: Record<Question['type'], string> = {
  leads: 'Leads',
  revenue: 'Revenue',
  ads: 'Ads',
  subscriptions: 'Subscriptions',
  products: 'Products',
  traffic: 'Traffic',
  funnel: 'Funnel',
  cohorts: 'Cohorts',
};

/** What a report may be called: what it is about, and by what it is divided. */
export function titleOf({ type, dimensions, steps }: Question): string {
  const by = dimensions?.[0]?.split('.').at(-1)?.replace(/^utm_/, '').replaceAll('_', ' ');
  if (steps) return `Funnel to ${steps.at(-1)?.name ?? steps.at(-1)?.event.replaceAll('_', ' ')}`;
  return by ? `${NAMES[type]} by ${by}` : NAMES[type];
}
