/** Why hits are not counted, in plain words, and how many there were of each reason. */

import type { Drop } from '../shapes';

const WORDS: Readonly<Record<string, string>> = {
  bot: 'A crawler, a monitor, a link preview or another program, by what it says of itself',
  prefetch: 'A page that a browser fetched ahead, for somebody who may never come',
  excluded: 'A browser that was left out with ?seg-pixel=disable',
  'excluded address': 'An address that you have excluded',
  'excluded parameter': 'A page with a parameter that you have excluded',
  gpc: 'The browser asks by Global Privacy Control not to be counted',
  dnt: 'The browser asks by Do Not Track not to be counted',
  spam: 'A referrer that exists only to be seen in reports',
  repeated: 'The same hit again: the browser did not hear our answer the first time',
  invalid: 'No page, a field that cannot be read, or more than seven days late',
  retention: 'Page views that were deleted because their time was over',
  erased: 'Page views that were deleted with the person',
  failed: 'The program failed at it; headwater rebuild reads it again',
};

/** What a reason means; one of a newer server is shown as it is called. */
export function wordsOf(reason: string): string {
  if (reason.startsWith('beyond')) return 'More hits in one call than a call may bring: send several';
  return WORDS[reason] ?? reason;
}

export interface Reason {
  reason: string;
  hits: number;
}

/** The reasons of all days, the most frequent first. */
export function reasonsOf(drops: readonly Drop[]): Reason[] {
  const hits = new Map<string, number>();
  for (const drop of drops) hits.set(drop.reason, (hits.get(drop.reason) ?? 0) + drop.hits);
  return [...hits]
    .map(([reason, count]) => ({ reason, hits: count }))
    .sort((a, b) => b.hits - a.hits || a.reason.localeCompare(b.reason));
}
