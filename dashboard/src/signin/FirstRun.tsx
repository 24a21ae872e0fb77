/** The first person of a new install owns what there is already, or makes the first account. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { askAgainWhoIAm } from '../api/asking';
import { request } from '../api/request';
import { Mark } from '../design/Mark';
import { AccountFacts } from './AccountFacts';
import { Field } from './Field';
import { Refused } from './Refused';
import { wantsCode } from './SignIn';

export const SHORTEST_PASSWORD = 10;

export function FirstRun({ hasAccounts }: { hasAccounts: boolean }) {
  const client = useQueryClient();
  const [needsCode, setNeedsCode] = useState(false);
  const begin = useMutation({
    mutationFn: (body: object) => request('/api/app/owner', { method: 'POST', body }),
    onSuccess: () => askAgainWhoIAm(client),
    onError: (error) => setNeedsCode((before) => before || wantsCode(error)),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    begin.mutate(Object.fromEntries(new FormData(event.currentTarget)));
  };
  return (
    <main className="alone">
      <form className="signin" onSubmit={submit}>
        <h1 className="brand">
          <Mark size={32} />
          Welcome to Headwater
        </h1>
        <p className="quiet">
          {hasAccounts
            ? 'Nobody can sign in here yet. You are the first user, and own the accounts that there are.'
            : 'This server is new. You are its first user, and will own the account that you make here.'}
        </p>
        <Field label="Your name" name="name" autoComplete="name" />
        <Field label="E-mail address" name="email" type="email" autoComplete="username" />
        <Field
          label={`Password, at least ${SHORTEST_PASSWORD} characters`}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={SHORTEST_PASSWORD}
        />
        {!hasAccounts && <AccountFields />}
        {needsCode && (
          <Field
            label="Set-up code, which the server printed when it started"
            name="code"
            autoComplete="off"
          />
        )}
        <Refused error={begin.error} />
        <button type="submit" className="button main" disabled={begin.isPending}>
          {hasAccounts ? 'Begin' : 'Make the account'}
        </button>
      </form>
    </main>
  );
}

function AccountFields() {
  return (
    <>
      <Field label="Name of the business" name="account_name" autoComplete="organization" />
      <AccountFacts />
    </>
  );
}
