/** Codes of a phone as a second factor: set up with a code that proves it works, and ended. */

import type { FormEvent } from 'react';
import type { User } from '../../api/shapes';
import { Copy } from '../../design/Copy';
import { Field } from '../../signin/Field';
import { Confirm, Group, Refusal } from '../parts';
import { useMyChange } from './asking';

interface Secret {
  secret: string;
  otpauth_uri: string;
}

export function Codes({ user }: { user: User }) {
  const begin = useMyChange<Secret>();
  const end = useMyChange();
  return (
    <Group
      title="Codes of your phone"
      doc="With them, whoever has learnt your password still cannot sign in as you."
    >
      {user.has_totp ? (
        <>
          <p>Signing in asks for a code of your authenticator app.</p>
          <Confirm
            button="End this"
            question="Sign in without codes?"
            act="Need no codes any more"
            isPending={end.isPending}
            error={end.error}
            onAct={() => end.mutateAsync({ path: 'me/totp', method: 'DELETE' })}
          >
            <p>From then on your password alone is enough.</p>
          </Confirm>
        </>
      ) : (
        <>
          {begin.data ? (
            <SetUp secret={begin.data} />
          ) : (
            <button
              type="button"
              className="button"
              onClick={() => begin.mutate({ path: 'me/totp', method: 'POST' })}
              disabled={begin.isPending}
            >
              Set up codes
            </button>
          )}
          <Refusal error={begin.error} />
        </>
      )}
    </Group>
  );
}

function SetUp({ secret: { secret, otpauth_uri } }: { secret: Secret }) {
  const confirm = useMyChange();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { code: String(new FormData(event.currentTarget).get('code')) };
    confirm.mutate({ path: 'me/totp', method: 'PUT', body });
  };
  return (
    <form className="form" onSubmit={submit}>
      <p>
        Enter this key in your authenticator app, or on the phone itself{' '}
        <a href={otpauth_uri}>open it there</a>.
      </p>
      <div className="bar">
        <code data-testid="totp" className="breaking">
          {secret}
        </code>
        <Copy text={secret} label="Copy the key" />
      </div>
      <Field
        label="The code that the app shows now"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
      />
      <Refusal error={confirm.error} />
      <button type="submit" className="button main" disabled={confirm.isPending}>
        Need codes from now on
      </button>
    </form>
  );
}
