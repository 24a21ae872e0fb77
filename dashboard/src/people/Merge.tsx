/** Two people turn out to be one: looks for the other, and says what becomes of both. */

import { useState } from 'react';
import type { Person } from '../api/shapes';
import { useAccount } from '../state/place';
import { useDeed, useFound } from './asking';
import { DeedSheet } from './DeedSheet';
import { nameOf } from './person';
import { EVER, useSettled } from './search';

const SHOWN = 6;

export function Merge({ person, onClose }: { person: Person; onClose: () => void }) {
  const { account_id } = useAccount();
  const [text, setText] = useState('');
  const [other, setOther] = useState<Person | null>(null);
  const merge = useDeed(account_id, person.person_id, 'merge');
  const search = useSettled(text.trim());
  const { data } = useFound(
    account_id,
    { type: 'leads', date_range: EVER, search, limit: SHOWN, extend: ['orders'] },
    search !== '',
  );
  const others =
    search === '' ? [] : (data?.data ?? []).filter((each) => each.person_id !== person.person_id);
  return (
    <DeedSheet
      title={`Merge ${nameOf(person)} with another person`}
      doLabel="Merge"
      isReady={other !== null}
      isBusy={merge.isPending}
      error={merge.error}
      onDo={() => merge.mutate({ with: other?.person_id }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <label className="field">
        <span>Who else is this?</span>
        <input
          className="input"
          type="search"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setOther(null);
          }}
          placeholder="Name, e-mail address or id"
        />
      </label>
      <fieldset className="picks">
        <legend>People found</legend>
        {others.map((each) => (
          <label key={each.person_id} className="pick">
            <input
              type="radio"
              name="other"
              checked={other?.person_id === each.person_id}
              onChange={() => setOther(each)}
            />
            <span>
              {nameOf(each)} <span className="quiet small">{each.emails.join(', ')}</span>
            </span>
          </label>
        ))}
        {search !== '' && data && others.length === 0 && (
          <p className="quiet">Nobody else is found by that.</p>
        )}
      </fieldset>
      {other && (
        <p>
          {`${nameOf(person)} and ${nameOf(other)} become one person, with ${counted(person, other)}. Their visits stand `}
          before all of these orders, so that credit in reports changes, also of the past. Nothing is deleted,
          and “Split” takes it back.
        </p>
      )}
    </DeedSheet>
  );
}

function counted(one: Person, other: Person): string {
  const contacts = one.contacts.length + other.contacts.length;
  const orders = (one.orders?.length ?? 0) + (other.orders?.length ?? 0);
  return `${contacts} contacts and ${orders === 1 ? '1 order' : `${orders} orders`}`;
}
