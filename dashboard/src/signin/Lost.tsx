/** A lost password: a link by mail where the server sends any, and else who can make one. */

import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../api/request';
import { Field } from './Field';
import { Refused } from './Refused';

export function Lost({ sendsMail }: { sendsMail: boolean }) {
  const ask = useMutation({
    mutationFn: (email: string) => request('/api/app/password/link', { method: 'POST', body: { email } }),
  });
  if (!sendsMail)
    return (
      <section className="signin" aria-label="Forgot your password">
        <p>
          This server sends no mail. Whoever runs it makes a link for you with{' '}
          <code>headwater user reset YOUR_ADDRESS</code>.
        </p>
      </section>
    );
  if (ask.isSuccess)
    return (
      <section className="signin" aria-label="Forgot your password">
        <p role="status">
          If somebody signs in with this address, a link is on its way there. It works once, within an hour.
        </p>
      </section>
    );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    ask.mutate(String(new FormData(event.currentTarget).get('email')));
  };
  return (
    <form className="signin" onSubmit={submit} aria-label="Forgot your password">
      <Field label="Where shall the link go?" name="email" type="email" autoComplete="email" />
      <Refused error={ask.error} />
      <button type="submit" className="button" disabled={ask.isPending}>
        Send me a link
      </button>
    </form>
  );
}
