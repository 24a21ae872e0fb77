/** A new key: for what, and what it may. */

import { type FormEvent, useState } from 'react';
import { Field } from '../../signin/Field';
import { useChange } from '../asking';
import { Check, Group, Refusal } from '../parts';
import type { KeyMade } from './Keys';
import { SCOPES } from './scopes';

export function CreateKey({ onMade }: { onMade: (made: KeyMade) => void }) {
  const [scopes, setScopes] = useState<readonly string[]>(['import']);
  const create = useChange<KeyMade>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const body = { name: String(new FormData(form).get('name')), scopes };
    create.mutate(
      { path: 'keys', method: 'POST', body },
      {
        onSuccess: (made) => {
          form.reset();
          window.scrollTo({ top: 0 });
          onMade(made);
        },
      },
    );
  };
  return (
    <Group
      title="Make a key"
      doc="One for each program, with no more than it needs: then one can be revoked alone."
    >
      <form className="form" onSubmit={submit}>
        <Field label="What it is for" name="name" autoComplete="off" placeholder="The shop" />
        <fieldset className="sentences">
          <legend>What it may</legend>
          {SCOPES.map(({ key, text }) => (
            <Check
              key={key}
              text={text}
              isOn={scopes.includes(key)}
              onChange={(isOn) => setScopes(isOn ? [...scopes, key] : scopes.filter((each) => each !== key))}
            />
          ))}
        </fieldset>
        <Refusal error={create.error} />
        <button type="submit" className="button main" disabled={create.isPending || scopes.length === 0}>
          Make the key
        </button>
      </form>
    </Group>
  );
}
