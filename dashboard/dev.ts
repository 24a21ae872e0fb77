/** Development only: passes the API through to a running server, with a key in place of a signed-in session. */

import type { Connect, Plugin } from 'vite';

/**
 * `HEADWATER_URL` is the server. With `HEADWATER_KEY` and `HEADWATER_ACCOUNT`, `/api/app/me` is answered here and every
 * request carries the key, so that pages can be worked on without signing in. None of this is in the built dashboard.
 */
export function devServer(environment: Record<string, string | undefined>): Plugin {
  const target = environment.HEADWATER_URL ?? 'http://127.0.0.1:8000';
  const { HEADWATER_KEY: key, HEADWATER_ACCOUNT: account } = environment;
  const headers = key ? { Authorization: key } : {};
  return {
    name: 'headwater-dev',
    config: () => ({
      server: { proxy: { '^/(?!app(/|$))': { target, headers } } },
    }),
    configureServer(server) {
      if (key && account) server.middlewares.use('/api/app/me', answerMe(account));
    },
  };
}

function answerMe(account: string): Connect.NextHandleFunction {
  const user = { user_id: 'dev', email: 'dev@localhost', name: 'Developer', has_totp: false };
  const accounts = [{ account_id: account, name: account, timezone: 'UTC', currency: 'USD', role: 'owner' }];
  return (_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ user, accounts, is_first_run: false }));
  };
}
