/** Where a link of an invitation or of a reset leads: a password is set, and its owner signed in. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { askAgainWhoIAm } from '../api/asking';
import { request } from '../api/request';
import { Mark } from '../design/Mark';
import { Field } from './Field';
import { SHORTEST_PASSWORD } from './FirstRun';
import { Refused } from './Refused';

const route = getRouteApi('/password');

export function SetPassword() {
  const { token } = route.useSearch();
  const client = useQueryClient();
  const navigate = useNavigate();
  const set = useMutation({
    mutationFn: (password: string) =>
      request('/api/app/password', { method: 'POST', body: { token, password } }),
    onSuccess: async () => {
      await askAgainWhoIAm(client);
      await navigate({ to: '/', replace: true });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    set.mutate(String(new FormData(event.currentTarget).get('password')));
  };
  return (
    <main className="alone">
      <form className="signin" onSubmit={submit}>
        <h1 className="brand">
          <Mark size={32} />
          Your password
        </h1>
        <p className="quiet">
          If you have a password here already and were invited to another account, enter that one.
        </p>
        <Field
          label={`Password, at least ${SHORTEST_PASSWORD} characters`}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={SHORTEST_PASSWORD}
        />
        <Refused error={set.error} />
        <button type="submit" className="button main" disabled={set.isPending}>
          Go on
        </button>
      </form>
    </main>
  );
}
