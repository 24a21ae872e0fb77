/**
 * What an address says to the script: `seg_email` (who follows the link), `seg-pixel` and `seg-expire` (leave this
 * browser out), and `_seg` (the visitor, handed over from another domain of the same business). A passport is taken
 * only within two minutes and only from a linked domain, so that a copied link does not make two people one.
 */
import { attempt, on } from './guard';
import { identify } from './hit';
import { optIn, optOut, whenAllowed } from './permission';
import { isOff, linked } from './settings';
import { load } from './store';
import { become, SID, uid } from './visitor';

/** `host` with its port, if the address shows one. */
const isLinked = (host = ''): boolean => linked.some((domain) => `.${host}`.endsWith(`.${domain}`));

const acceptPassport = (passport: string): void => {
  const [, id, sid, made = ''] = /^(\w+)\.(\w*)\.(\w+)$/.exec(passport) || [];
  const age = Date.now() - Number.parseInt(made, 36);
  if (id && isLinked(document.referrer.split('/')[2]) && Math.abs(age) < 120_000)
    whenAllowed(() => become(id, sid));
};

/** Takes what is nobody else's business out of the address, so that it is neither stored, shared nor sent on. */
const cleanAddress = (): void => {
  const address = location.href.replace(/\b(_seg|seg_email)=[^&#]*&?/g, '').replace(/[?&](#|$)/, '$1');
  history.replaceState(history.state, '', address);
};

export const readAddress = (): void => {
  const query = new URLSearchParams(location.search);
  const pixel = query.get('seg-pixel');
  const passport = query.get('_seg');
  const email = query.get('seg_email');
  if (pixel === 'disable') optOut(query.get('seg-expire'));
  if (pixel === 'enable') optIn();
  if (passport || email) attempt(cleanAddress);
  if (passport) acceptPassport(passport);
  // A mail tool that does not encode the plus of an address turns it into a space.
  if (email && !isOff('email')) identify(email.replace(/ /g, '+'));
};

const decorate = (event: Event): void => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]');
  if (!link || link.host === location.host || !isLinked(link.host)) return;
  const query = link.search.replace(/[?&]_seg=.*/, '');
  link.search = `${query}${query ? '&' : '?'}_seg=${uid}.${load(SID) || ''}.${Date.now().toString(36)}`;
};

export const watchLinks = (): void => {
  // The first for every button, also for "open in a new tab"; the second for the keyboard.
  on(document, 'mousedown', decorate);
  on(document, 'click', decorate);
};
