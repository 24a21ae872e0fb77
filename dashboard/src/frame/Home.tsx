/** Leads on to the account that was open last, or the first one. */

import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { meQuery } from '../api/asking';
import { EmptyNotice } from '../design/Notice';

const KEY = 'headwater.account';

export function rememberAccount(account: string): void {
  localStorage.setItem(KEY, account);
}

export function Home() {
  const { data } = useQuery(meQuery);
  const accounts = data?.accounts ?? [];
  const last = accounts.find(({ account_id }) => account_id === localStorage.getItem(KEY)) ?? accounts[0];
  if (last) return <Navigate to="/$account/overview" params={{ account: last.account_id }} replace />;
  return (
    <main className="alone">
      <EmptyNotice title="You are in no account yet">
        <p>Ask whoever runs this server to add you to one.</p>
      </EmptyNotice>
    </main>
  );
}
