/** The order in which things happen in a page. A page that is rendered before anyone looks at it waits until it is shown. */
import { takeQueue } from './commands';
import { watchForms } from './forms';
import { attempt, on } from './guard';
import { readAddress, watchLinks } from './links';
import { watchPages } from './pages';
import { whenAllowed } from './permission';
import { account, segs } from './settings';
import { retry } from './transport';
import { recognise } from './visitor';

const start = (): void => {
  readAddress();
  takeQueue();
  watchPages();
  watchForms();
  watchLinks();
  on(window, 'online', retry);
  whenAllowed(retry);
};

attempt(() => {
  if (!account || segs.running === account) return;
  segs.running = account;
  recognise();
  if ((document as { prerendering?: boolean }).prerendering) on(document, 'prerenderingchange', start);
  else start();
});
