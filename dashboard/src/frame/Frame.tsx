/** What stands around every page of an account: the rail, the bar on top, and what may lie over both. */

import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { meQuery } from '../api/asking';
import { ReadingContext, useAccount, useChosen } from '../state/place';
import { readFrame } from '../state/search';
import { Help } from './Help';
import { rememberAccount } from './Home';
import { Palette } from './Palette';
import { Rail } from './Rail';
import { type Open, useShortcuts } from './shortcuts';
import { TopBar } from './TopBar';

const Explain = lazy(() => import('../explain/Explain').then(({ Explain: part }) => ({ default: part })));

export function Frame() {
  const { account } = useParams({ from: '/inside/$account' });
  const { data } = useQuery(meQuery);
  const isMine = data?.accounts.some(({ account_id }) => account_id === account);
  return isMine ? <OfAccount key={account} account={account} /> : <Navigate to="/" replace />;
}

function OfAccount({ account }: { account: string }) {
  const [{ explain }] = useChosen(readFrame);
  const { currency } = useAccount();
  const reading = useMemo(() => ({ currency }), [currency]);
  const [open, setOpen] = useState<Open>(null);
  useShortcuts(setOpen);
  useEffect(() => rememberAccount(account), [account]);
  const close = () => setOpen(null);
  return (
    <ReadingContext value={reading}>
      <div className="frame">
        <a className="skip" href="#page">
          Skip to the page
        </a>
        <Rail onHelp={() => setOpen('help')} />
        <TopBar onSearch={() => setOpen('palette')} />
        <main id="page" className="page" tabIndex={-1}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
        <Suspense>{explain && <Explain explaining={explain} />}</Suspense>
        {open === 'palette' && <Palette onClose={close} onHelp={() => setOpen('help')} />}
        {open === 'help' && <Help onClose={close} />}
      </div>
    </ReadingContext>
  );
}
