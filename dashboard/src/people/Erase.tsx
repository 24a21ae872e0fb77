/** Removes a person for good, once their name has been typed. */

import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Person } from '../api/shapes';
import { useAccount } from '../state/place';
import { useDeed } from './asking';
import { DeedSheet } from './DeedSheet';
import { nameOf } from './person';
import type { Erased } from './shapes';

export function Erase({ person, onClose }: { person: Person; onClose: () => void }) {
  const { account_id } = useAccount();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [orders, setOrders] = useState<'keep' | 'erase'>('keep');
  const [typed, setTyped] = useState('');
  const erase = useDeed<Erased>(account_id, person.person_id, 'erase');
  const name = nameOf(person);
  const count = person.orders?.length ?? 0;
  const done = async () => {
    await navigate({ to: '/$account/people', params: { account: account_id } });
    // What was told of the person must not lie in this browser any longer.
    client.removeQueries({
      predicate: ({ queryKey }) => queryKey[0] !== 'me' && queryKey[0] !== 'catalogue',
    });
  };
  return (
    <DeedSheet
      title={`Erase ${name}`}
      doLabel="Erase for good"
      isReady={typed.trim() === name}
      isBusy={erase.isPending}
      error={erase.error}
      onDo={() => erase.mutate({ orders }, { onSuccess: done })}
      onClose={onClose}
    >
      <p>
        Contacts, addresses, page views, tags and events of this person are removed from all stores and files.
        It cannot be undone. Leads and visits in reports will be fewer, also of the past.
      </p>
      <fieldset className="picks">
        <legend>{count === 1 ? 'And the one order?' : `And the ${count} orders?`}</legend>
        <label className="pick">
          <input type="radio" name="orders" checked={orders === 'keep'} onChange={() => setOrders('keep')} />
          <span>Stay, without anybody’s name. Revenue stays as it is.</span>
        </label>
        <label className="pick">
          <input
            type="radio"
            name="orders"
            checked={orders === 'erase'}
            onChange={() => setOrders('erase')}
          />
          <span>Go, too, with the subscriptions. Revenue will be less.</span>
        </label>
      </fieldset>
      <label className="field">
        <span>{`To confirm, type: ${name}`}</span>
        <input
          className="input"
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
    </DeedSheet>
  );
}
