/**
 * How a letter leaves so that it outlives the page, and how one that failed is tried again: after a while, when the
 * browser is back online, and on the next page. Letters are plain text, so that no preflight is needed.
 */
import { attempt } from './guard';
import { collector } from './settings';
import { local } from './store';

export const OUTBOX = '_seg_out';

type Letter = [path: string, facts: object, tries?: number];

let timer: number | undefined;

const outbox = (): Letter[] => attempt(() => JSON.parse(local[OUTBOX] || '') as Letter[]) || [];

const keep = (path: string, facts: object, tries: number): void => {
  if (tries > 15) return; // nobody answers: a blocker, or a collector that is gone
  attempt(() => {
    // Room for twenty; the oldest go first.
    local[OUTBOX] = JSON.stringify([...outbox(), [path, facts, tries]].slice(-20));
  });
  clearTimeout(timer);
  timer = setTimeout(retry, 5_000 << tries);
};

export const post = (path: string, facts: object, tries = 0): void => {
  // When it was sent, beside when it happened, lets the server put a wrong clock right.
  const body = JSON.stringify(Object.assign({ s: Date.now() }, facts));
  // biome-ignore lint/suspicious/noConsole: whoever put `?seg-debug` into the address wants to see it
  if (/seg-debug/.test(location.search)) console.log(path, body);
  // Not a beacon, which does not tell how it went. Browsers let 64 kB outlive a page, for all that is under way.
  fetch(`${collector}/${path}`, { method: 'POST', body, keepalive: body.length < 6e4 })
    .then(
      ({ status }) => status > 499 || status === 429,
      () => true,
    )
    .then((failed) => failed && keep(path, facts, tries + 1));
};

export const retry = (): void => {
  const letters = outbox();
  delete local[OUTBOX];
  for (const letter of letters) post(...letter);
};
