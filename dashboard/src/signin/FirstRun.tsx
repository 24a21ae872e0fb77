/** The first person of a new install makes the first account, and owns it. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { askAgainWhoIAm } from '../api/asking';
import { request } from '../api/request';
import { Mark } from '../design/Mark';
import { Refused } from './SignIn';

const ZONES = Intl.supportedValuesOf('timeZone');
const CURRENCIES = Intl.supportedValuesOf('currency');
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const SHORTEST_PASSWORD = 10;

export function FirstRun() {
  const client = useQueryClient();
  const begin = useMutation({
    mutationFn: (body: object) => request('/api/app/owner', { method: 'POST', body }),
    onSuccess: () => askAgainWhoIAm(client),
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
          This server is new. You are its first user, and will own the account that you make here.
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
        <Field label="Name of the business" name="account_name" autoComplete="organization" />
        <Field
          label="Time zone, in which days begin and end"
          name="timezone"
          list="zones"
          options={ZONES}
          defaultValue={HERE}
        />
        <Field
          label="Currency, in which everything is told"
          name="currency"
          list="currencies"
          options={CURRENCIES}
          defaultValue="USD"
          pattern="[A-Z]{3}"
        />
        <Refused error={begin.error} />
        <button type="submit" className="button main" disabled={begin.isPending}>
          Make the account
        </button>
      </form>
    </main>
  );
}

interface FieldProps extends React.InputHTMLAttributes<HTMLInputElement> {
  label: string;
  options?: readonly string[];
}

function Field({ label, options, ...input }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input className="input" required {...input} />
      {options && (
        <datalist id={input.list}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </label>
  );
}
