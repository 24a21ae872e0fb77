/**
 * Whether this browser may be measured. Refused (opt-out, exclusion, Global Privacy Control, denied consent): nothing is
 * stored and nothing is sent. Awaiting consent: what happens is kept in this page's memory and done when it is granted.
 */
import { isOff, options } from './settings';
import { erase, load, save } from './store';
import { OUTBOX } from './transport';
import { SID, UID } from './visitor';

const OFF = '_seg_off';
const CONSENT = '_seg_ok';

const awaiting: (() => void)[] = [];

const isRefused = (): unknown =>
  (!isOff('gpc') && (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl) ||
  (options.dnt && navigator.doNotTrack === '1') ||
  load(OFF) ||
  load(CONSENT) === '0';

export const whenAllowed = (act: () => void): void => {
  if (isRefused()) return;
  if (options.consent === 'required' && !load(CONSENT)) awaiting.push(act);
  else act();
};

const forget = (): void => {
  awaiting.splice(0);
  [UID, SID, OUTBOX].forEach(erase);
};

/** For good, or for a number of days: an opt-out, or the site's own staff. */
export const optOut = (days?: unknown): void => {
  forget();
  save(OFF, '1', Number(days) * 86_400 || undefined);
};

/** The end of an exclusion. */
export const optIn = (): void => erase(OFF);

export const consent = (answer: unknown): void => {
  if (answer === 'granted') {
    save(CONSENT, '1');
    awaiting.splice(0).forEach(whenAllowed);
  } else if (answer === 'denied') {
    forget();
    save(CONSENT, '0');
  }
};
