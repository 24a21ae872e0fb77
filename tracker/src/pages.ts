/**
 * When a page is viewed: on load, when a single-page site changes its address, and when the browser brings a page back
 * as it was left. A `#fragment` is a page only if it looks like a route (`#/…`, `#!/…`); replacing the query of the
 * address is not a new page.
 */
import { attempt, on } from './guard';
import { hit } from './hit';

let place: string;
let search: string;
let address = '';

const here = (): string => location.pathname + (/^#!?\//.test(location.hash) ? location.hash : '');

/** Tells of a page view; inside a single-page site the page before is the referrer. */
export const view = (props?: unknown): void => {
  const ref = address || document.referrer;
  place = here();
  search = location.search;
  address = location.href;
  hit('page_view', props, ref);
};

const look = (isReplaced: boolean): void => {
  const moved = here() !== place || (!isReplaced && location.search !== search);
  search = location.search;
  if (moved) view();
};

export const watchPages = (): void => {
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method];
    history[method] = function (...given) {
      original.apply(this, given);
      // Later, so that a router can correct the address and set the title first.
      setTimeout(() => attempt(() => look(method === 'replaceState')));
    };
  }
  // Comes with a new fragment, too, so there is no need for `hashchange`.
  on(window, 'popstate', () => look(false));
  on<PageTransitionEvent>(window, 'pageshow', (event) => event.persisted && view());
};
