/**
 * What the browser remembers for this site: in a cookie of the widest domain that the browser allows (so that
 * sub-domains share it), in local storage, and for this page alone when both are blocked. Values are plain words.
 * Knows nothing of what they mean; every value has an end.
 */
import { attempt } from './guard';
import { isOff, options } from './settings';

const isForgetful = isOff('cookies');

export const local: Record<string, string> =
  (!isForgetful && attempt(() => localStorage as Storage | null)) || {};

const writeCookie = (name: string, value: string, seconds: number, domain: string): void => {
  const attributes = `;path=/;max-age=${seconds};samesite=lax${domain}`;
  document.cookie = `${name}=${value}${attributes}${location.protocol === 'https:' ? ';secure' : ''}`;
};

const readCookie = (name: string): string | undefined =>
  (document.cookie.match(`(?:^|; )${name}=([^;]*)`) || [])[1];

/** Only the browser knows what a public suffix is: ask it, from the widest domain to the narrowest. */
const widestDomain = (): string => {
  const labels = location.hostname.split('.');
  for (let count = 1; count < 9; count++) {
    const domain = `;domain=${labels.slice(-count).join('.')}`;
    writeCookie('_seg_t', '1', 9, domain);
    if (readCookie('_seg_t')) {
      writeCookie('_seg_t', '', 0, domain);
      return domain;
    }
  }
  return '';
};

let domain: string | undefined;

const loadLocal = (name: string): string | false | undefined => {
  const [until, value] = (local[name] || '').split('|');
  return Number(until) > Date.now() && value;
};

export const load = (name: string): string | false | undefined =>
  attempt(() => readCookie(name)) || loadLocal(name);

/** For a year, unless told otherwise. */
export const save = (name: string, value: string, seconds = 365 * 86_400): void => {
  attempt(() => {
    local[name] = `${Date.now() + seconds * 1000}|${value}`;
  });
  attempt(() => {
    domain ??= widestDomain();
    // Who visits is not kept at all, or kept by the server.
    const isKept = isForgetful
      ? /id$/.test(name)
      : options.kept && seconds > 1e6 && readCookie(name) === value;
    if (isKept) return;
    writeCookie(name, value, seconds, domain);
  });
};

export const erase = (name: string): void => {
  save(name, '', 0);
  delete local[name];
};
