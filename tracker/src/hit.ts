/** What is told: page views and events of `/hit`, people of `/identify`. The field names are the HTTP contract's. */
import { whenAllowed } from './permission';
import { account } from './settings';
import { post } from './transport';
import { remember, session, uid } from './visitor';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const tell = (path: 'hit' | 'identify', facts: object): void =>
  whenAllowed(() => {
    remember();
    post(path, Object.assign({ a: account, uid }, path === 'hit' && session(), facts));
  });

/** One event of this page, as it is now; the visitor and the session are those of the moment it may be sent. */
export const hit = (type: string, props?: unknown, ref?: string): void =>
  tell('hit', {
    v: 1,
    type,
    url: location.href,
    ref,
    title: document.title,
    t: Date.now(),
    props: typeof props === 'object' ? props : undefined,
  });

const text = (value: unknown): string => String(value ?? '').trim();

/** `identify` by an e-mail address, or by `{email, contact_id}`; without a valid one of them, nothing happens. */
export const identify = (who: unknown): void => {
  const { email, contact_id } = (who === Object(who) ? who : { email: who }) as Record<string, unknown>;
  const [e] = text(email).match(EMAIL) || [];
  const cid = text(contact_id) || undefined;
  if (e || cid) tell('identify', { e, cid });
};
