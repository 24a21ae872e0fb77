/** The own user: name, address, password, codes of a phone, and where they are signed in. */

import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { meQuery } from '../../api/asking';
import type { User } from '../../api/shapes';
import { Field } from '../../signin/Field';
import { SHORTEST_PASSWORD } from '../../signin/FirstRun';
import { Group, Refusal } from '../parts';
import { useMyChange } from './asking';
import { Codes } from './Codes';
import { Sessions } from './Sessions';

export function Profile() {
  const { data } = useQuery(meQuery);
  if (!data?.user) return null;
  return (
    <>
      <Name user={data.user} />
      <SignIn user={data.user} />
      <Codes user={data.user} />
      <Sessions />
    </>
  );
}

function Name({ user }: { user: User }) {
  const change = useMyChange();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { name: String(new FormData(event.currentTarget).get('name')) };
    change.mutate({ path: 'me', method: 'PATCH', body });
  };
  return (
    <Group title="Your name">
      <form className="form" onSubmit={submit}>
        <Field label="Name" name="name" autoComplete="name" defaultValue={user.name} />
        <Refusal error={change.error} />
        <button type="submit" className="button main" disabled={change.isPending}>
          Save the name
        </button>
        <p role="status">{change.isSuccess ? 'Saved.' : ''}</p>
      </form>
    </Group>
  );
}

/** Address and password, which both need the password that was. */
function SignIn({ user }: { user: User }) {
  const change = useMyChange();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const { email, password, old_password } = given;
    const body = {
      old_password,
      ...(email === user.email ? {} : { email }),
      ...(password ? { password } : {}),
    };
    change.mutate({ path: 'me', method: 'PATCH', body }, { onSuccess: () => form.reset() });
  };
  return (
    <Group title="Address and password" doc="A new password signs you out everywhere else.">
      <form className="form" onSubmit={submit} key={user.email}>
        <Field
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={user.email}
        />
        <Field
          label={`New password, at least ${SHORTEST_PASSWORD} characters; empty: as it is`}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={SHORTEST_PASSWORD}
          required={false}
        />
        <Field
          label="The password you have now"
          name="old_password"
          type="password"
          autoComplete="current-password"
        />
        <Refusal error={change.error} />
        <button type="submit" className="button main" disabled={change.isPending}>
          Change it
        </button>
        <p role="status">{change.isSuccess ? 'Changed.' : ''}</p>
      </form>
    </Group>
  );
}
