/** Makes a link that shows one report to people without a user: read-only, with a password and an end if wanted. */

import { type FormEvent, useState } from 'react';
import { Heading } from 'react-aria-components';
import type { Question } from '../api/shapes';
import { Choice } from '../design/Choice';
import { Copy } from '../design/Copy';
import { Sheet } from '../design/Sheet';
import { useChange } from '../saved/asking';
import { Refused } from '../signin/Refused';
import { useAccount, useMay } from '../state/place';
import { ENDS, embedOf, expiryOf, linkOf } from './link';

interface Props {
  what: { report_id: string } | { question: Question };
  title: string;
}

export function Share({ what, title }: Props) {
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (!may.manage) return null;
  return (
    <>
      <button type="button" className="button plain" onClick={() => setOpen(true)}>
        Share<span className="unseen"> {title}</span>
      </button>
      {isOpen && <NewLink what={what} title={title} onClose={() => setOpen(false)} />}
    </>
  );
}

function NewLink({ what, title, onClose }: Props & { onClose: () => void }) {
  const { account_id } = useAccount();
  const change = useChange<{ token: string }>(account_id, 'shares');
  const [end, setEnd] = useState('30');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const password = String(given.get('password') ?? '');
    const expires_at = expiryOf(end, Date.now());
    change.mutate({
      method: 'POST',
      body: {
        ...what,
        title: String(given.get('title')),
        ...(password ? { password } : {}),
        ...(expires_at ? { expires_at } : {}),
      },
    });
  };
  return (
    <Sheet label="Share" isOpen onClose={onClose}>
      {change.data ? (
        <Made token={change.data.token} title={title} onClose={onClose} />
      ) : (
        <form className="sheet-form" onSubmit={submit}>
          <Heading slot="title">Share this report</Heading>
          <p className="quiet">
            Whoever has the link sees this one report, also of other days, and nothing else of the account.
          </p>
          <label className="field">
            <span>Title</span>
            <input className="input" name="title" defaultValue={title} required maxLength={200} />
          </label>
          <label className="field">
            <span>Password, if you want one</span>
            <input className="input" name="password" type="text" autoComplete="off" minLength={4} />
          </label>
          <div className="field">
            <span>How long it works</span>
            <Choice label="How long it works" options={ENDS} chosen={end} onChoose={setEnd} />
          </div>
          <Refused error={change.error} />
          <div className="bar">
            <button type="submit" className="button main" disabled={change.isPending}>
              Make the link
            </button>
            <button type="button" className="button" onClick={onClose}>
              Cancel
            </button>
          </div>
        </form>
      )}
    </Sheet>
  );
}

function Made({ token, title, onClose }: { token: string; title: string; onClose: () => void }) {
  const { origin } = window.location;
  const link = linkOf(origin, token);
  const embed = embedOf(origin, token, title);
  return (
    <div className="sheet-form">
      <Heading slot="title">The link is made</Heading>
      <p className="quiet">Copy it now: it is shown this once. You can revoke it under “Saved”.</p>
      <div className="snippet">
        <code className="code" data-testid="share-link">
          {link}
        </code>
        <Copy text={link} label="Copy the link" />
      </div>
      <div className="snippet">
        <strong>In a page of your own</strong>
        <code className="code">{embed}</code>
        <Copy text={embed} label="Copy the snippet" />
      </div>
      <button type="button" className="button" onClick={onClose}>
        Done
      </button>
    </div>
  );
}
