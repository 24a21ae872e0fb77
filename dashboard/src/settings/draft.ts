/** Settings as they are kept, and what somebody has changed in them so far but not saved. */

import { useState } from 'react';

export interface Draft<Values extends object> {
  /** What is kept, with what was changed on top. */
  values: Values;
  /** Only what was changed, as it is sent. */
  changes: Partial<Values>;
  isChanged: boolean;
  put: (changed: Partial<Values>) => void;
  discard: () => void;
}

export function useDraft<Values extends object>(kept: Values): Draft<Values> {
  const [changed, setChanged] = useState<Partial<Values>>({});
  const changes = changesOf(kept, changed);
  return {
    values: { ...kept, ...changed },
    changes,
    isChanged: Object.keys(changes).length > 0,
    put: (more) => setChanged((before) => ({ ...before, ...more })),
    discard: () => setChanged({}),
  };
}

/** What differs from what is kept; what was put back is no change. */
export function changesOf<Values extends object>(kept: Values, changed: Partial<Values>): Partial<Values> {
  const differs = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(kept[name as keyof Values]);
  return Object.fromEntries(Object.entries(changed).filter(differs)) as Partial<Values>;
}

/** The entries of a text with one on each line. */
export function linesOf(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
