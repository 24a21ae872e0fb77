/** Lets in who is signed in; others see how to. The address stays, so that a link leads where it should afterwards. */

import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { meQuery } from '../api/asking';
import { FaultNotice } from '../design/Notice';

const SignIn = lazy(() => import('./SignIn').then(({ SignIn: page }) => ({ default: page })));
const FirstRun = lazy(() => import('./FirstRun').then(({ FirstRun: page }) => ({ default: page })));

export function Gate({ children }: { children: ReactNode }) {
  const { data: me, error, refetch } = useQuery(meQuery);
  if (me?.user) return children;
  if (me)
    return (
      <Suspense>
        {me.is_first_run ? <FirstRun hasAccounts={me.has_accounts} /> : <SignIn sendsMail={me.sends_mail} />}
      </Suspense>
    );
  if (!error) return null;
  return (
    <main className="alone">
      <FaultNotice error={error} onRetry={() => void refetch()} />
    </main>
  );
}
