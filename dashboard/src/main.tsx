/** Starts the dashboard. */

import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { meQuery } from './api/asking';
import { Fault } from './api/request';
import './design/design.css';
import { startTheme } from './design/theme';
import { router } from './router';

/** What a share link shows; it has no router, so nothing leads on from there to any other page. */
const Shared = lazy(() => import('./shared/Shared').then(({ Shared: page }) => ({ default: page })));
const SHARED = /^\/app\/(share|embed)\/([^/]+)\/?$/;

const FRESH_MS = 30_000;
const TRIES = 2;

startTheme();

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that has ended shows in whatever is asked next; asking who we are brings the sign-in page.
    onError: (error, query) => {
      const isOurs = query.queryKey[0] === meQuery.queryKey[0];
      if (error instanceof Fault && error.kind === 'signed_out' && !isOurs) {
        void client.invalidateQueries(meQuery);
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, error) => error instanceof Fault && error.isPassing && failures < TRIES,
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no place for the dashboard');
const [, form, token] = window.location.pathname.match(SHARED) ?? [];
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      {token ? (
        <Suspense>
          <Shared token={decodeURIComponent(token)} isEmbedded={form === 'embed'} />
        </Suspense>
      ) : (
        <RouterProvider router={router} />
      )}
    </QueryClientProvider>
  </StrictMode>,
);
