/**
 * Who is here: the visitor's uid, kept for a year from the last visit, and the session, which ends after 30 minutes
 * without a hit. Everything but `recognise()` stores, and may be called only when that is allowed.
 */
import { segs } from './settings';
import { load, save } from './store';

export const UID = '_seg_uid';
export const SID = '_seg_sid';

export let uid: string;

const random = (words: number): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(words)), (word) => word.toString(36)).join('');

/** What is stored wins: another tab of this browser may have become someone else in the meantime. */
export const recognise = (): void => {
  uid = load(UID) || uid || random(4);
  segs.data = { uid };
};

const continueSession = (sid: string): void => save(SID, sid, 1800);

export const remember = (): void => {
  recognise();
  save(UID, uid);
};

/** Becomes the visitor that a link from another domain names, and goes on with that session. */
export const become = (id: string, sid = ''): void => {
  save(UID, id);
  continueSession(sid);
  recognise();
};

/** The session of a hit that happens now; asking prolongs it. */
export const session = (): { sid: string; new: boolean } => {
  const known = load(SID);
  const sid = known || random(2);
  continueSession(sid);
  return { sid, new: !known };
};
