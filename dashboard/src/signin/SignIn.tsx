/** Signing in: address and password, and the code where one is asked for. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { askAgainWhoIAm } from '../api/asking';
import { Fault, request } from '../api/request';
import { Mark } from '../design/Mark';
import { Field } from './Field';
import { Lost } from './Lost';
import { Refused } from './Refused';

export function SignIn({ sendsMail }: { sendsMail: boolean }) {
  const client = useQueryClient();
  const [needsCode, setNeedsCode] = useState(false);
  const [isLost, setLost] = useState(false);
  const signIn = useMutation({
    mutationFn: (body: Record<string, string>) => request('/api/app/session', { method: 'POST', body }),
    onSuccess: () => askAgainWhoIAm(client),
    // The server says that a code is missing only to who knew the password.
    onError: (error) => setNeedsCode((before) => before || wantsCode(error)),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    signIn.mutate(Object.fromEntries([...given].map(([name, value]) => [name, String(value)])));
  };
  return (
    <main className="alone">
      <form className="signin" onSubmit={submit}>
        <h1 className="brand">
          <Mark size={32} />
          Headwater
        </h1>
        <Field label="E-mail address" name="email" type="email" autoComplete="username" />
        <Field label="Password" name="password" type="password" autoComplete="current-password" />
        {needsCode && (
          <Field
            label="Code from your authenticator"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
          />
        )}
        <Refused error={signIn.error} />
        <button type="submit" className="button main" disabled={signIn.isPending}>
          Sign in
        </button>
        <button
          type="button"
          className="button plain"
          aria-expanded={isLost}
          onClick={() => setLost(!isLost)}
        >
          Forgot your password?
        </button>
      </form>
      {isLost && <Lost sendsMail={sendsMail} />}
    </main>
  );
}

/** Whether the server asks for a code beside what was sent. */
export const wantsCode = (error: Error) => error instanceof Fault && error.needs === 'code';
