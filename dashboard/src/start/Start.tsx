/** From an empty account to the first report: three steps, each of which turns done by itself when it has happened. */

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Copy } from '../design/Copy';
import { FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { readInstant } from '../formats/figures';
import { MANAGING } from '../people/Deeds';
import { useAccount } from '../state/place';
import { useIntegrations, useNewKey, useSnippet, useStarted } from './asking';
import type { Started } from './shapes';
import { contactCurls, counted, hasContactsAndOrders, spendCurl } from './steps';

export function Start() {
  const { account_id, timezone, role } = useAccount();
  const { data, error, refetch } = useStarted(account_id, true);
  const isManaging = MANAGING.includes(role);
  return (
    <>
      <div className="head">
        <h1>Your first report</h1>
        <p className="quiet">Three steps. Each is ticked by itself when it has happened.</p>
      </div>
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      <ol className="steps">
        <Step
          title="Put the snippet on your pages"
          done={seen(data, timezone)}
          waiting="Waiting for the first page view"
        >
          <Snippet />
        </Step>
        {isManaging ? <Sending started={data} /> : <Watching started={data} />}
      </ol>
      {data && data.page_views > 0 && hasContactsAndOrders(data) && (
        <p>
          <Link
            className="button main"
            to="/$account/revenue"
            params={{ account: account_id }}
            search={{ by: 'clicks.channel' }}
          >
            See the first report
          </Link>
        </p>
      )}
    </>
  );
}

function seen(started: Started | undefined, timezone: string): string | null {
  const at = started?.first_page_view_at;
  return at ? `We saw your first page view at ${readInstant(at, timezone)}.` : null;
}

const received = (started: Started | undefined) =>
  started && started.contacts + started.orders > 0
    ? `${counted([
        [started.contacts, 'contact'],
        [started.orders, 'order'],
      ])} came in.`
    : null;

const spent = (started: Started | undefined) =>
  started && started.ad_days > 0 ? `${counted([[started.ad_days, 'day']])} of ads came in.` : null;

function Snippet() {
  const { account_id } = useAccount();
  const { data } = useSnippet(account_id);
  return (
    <>
      <p>
        Into the <code>head</code> of every page, as it stands here. Then open one of your pages.
      </p>
      {data ? <Code text={data.snippet} label="Copy the snippet" /> : <Skeleton chars={50} />}
    </>
  );
}

/** The two steps of whoever may send. */
function Sending({ started }: { started: Started | undefined }) {
  const { account_id } = useAccount();
  const { data: integrations } = useIntegrations(account_id, true);
  const key = useNewKey(account_id);
  const place = {
    origin: window.location.origin,
    account: account_id,
    integration: integrations?.[0]?.integration_id ?? 'INTEGRATION',
    key: key.data ?? 'YOUR_KEY',
    today: new Date().toISOString().slice(0, 10),
  };
  const isComplete = started && hasContactsAndOrders(started);
  return (
    <>
      <Step
        title="Send your contacts and orders"
        done={isComplete ? received(started) : null}
        waiting={
          received(started) ? `${received(started)} The rest is missing` : 'Waiting for contacts and orders'
        }
      >
        <p>
          From your shop or mailing tool, by its own program or from a terminal. Or{' '}
          <a href={`/app/${account_id}/settings/imports`}>upload a CSV file</a>.
        </p>
        {key.data ? (
          <p>
            Your key is <code>{key.data}</code>. It is shown this once, so keep it where you keep passwords.
          </p>
        ) : (
          <p>
            <button type="button" className="button" disabled={key.isPending} onClick={() => key.mutate()}>
              Make a key for these requests
            </button>
          </p>
        )}
        {key.error && <FaultNotice error={key.error} onRetry={() => key.mutate()} />}
        <Code text={contactCurls(place)} label="Copy the requests" />
      </Step>
      <Step title="Connect what ads cost" done={spent(started)} waiting="Waiting for the first day of an ad">
        <p>
          By day and ad, with the same key. Or{' '}
          <a href={`/app/${account_id}/settings/imports`}>upload a CSV file</a>. Without ads, leave it out.
        </p>
        <Code text={spendCurl(place)} label="Copy the request" />
      </Step>
    </>
  );
}

/** The same two for whoever may only look. */
function Watching({ started }: { started: Started | undefined }) {
  return (
    <>
      <Step
        title="Contacts and orders"
        done={received(started)}
        waiting="Waiting for somebody who manages this account to send them"
      />
      <Step
        title="What ads cost"
        done={spent(started)}
        waiting="Waiting for somebody who manages this account to send it"
      />
    </>
  );
}

interface StepProps {
  title: string;
  done: string | null;
  waiting: string;
  children?: ReactNode;
}

function Step({ title, done, waiting, children }: StepProps) {
  return (
    <li className="step" data-done={done !== null || undefined}>
      <h2>{title}</h2>
      <p role="status" className={done ? 'step-done' : 'quiet'}>
        {done ?? `${waiting} …`}
      </p>
      {done && children ? (
        <details>
          <summary className="quiet small">Show again how</summary>
          {children}
        </details>
      ) : (
        children
      )}
    </li>
  );
}

function Code({ text, label }: { text: string; label: string }) {
  return (
    <div className="step-code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
      <Copy text={text} label={label} />
    </div>
  );
}
