/** The pages, on the left; on a phone a bar at the bottom with the first of them, and a sheet with the others. */

import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { askAgainWhoIAm } from '../api/asking';
import { request } from '../api/request';
import { Mark } from '../design/Mark';
import { Sheet } from '../design/Sheet';
import { switchTheme, useTheme } from '../design/theme';
import { useAccount, useChosen } from '../state/place';
import { carried, readFrame } from '../state/search';
import { PAGES, type Page } from './pages';

const KEY = 'headwater.rail';
/** How many pages a phone's bar has, before "More". */
const ON_A_PHONE = 4;
const THEMES = { system: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' } as const;

export function Rail({ onHelp }: { onHelp: () => void }) {
  const [isNarrow, setNarrow] = useState(localStorage.getItem(KEY) === 'narrow');
  const toggle = () => {
    localStorage.setItem(KEY, isNarrow ? 'wide' : 'narrow');
    setNarrow(!isNarrow);
  };
  return (
    <nav className="rail" data-narrow={isNarrow || undefined} aria-label="Pages">
      <span className="brand">
        <Mark />
        <span className="word">Headwater</span>
      </span>
      <ul className="rail-pages">
        {PAGES.map((page, index) => (
          <li key={page.to} className={index < ON_A_PHONE ? undefined : 'rail-other'}>
            <PageLink page={page} />
          </li>
        ))}
        <li className="rail-more">
          <More onHelp={onHelp} />
        </li>
      </ul>
      <RailFoot onHelp={onHelp} />
      <button type="button" className="rail-page rail-toggle" onClick={toggle} aria-expanded={!isNarrow}>
        <Icon path={isNarrow ? 'M7 4l6 6-6 6' : 'M13 4l-6 6 6 6'} />
        <span className="word">{isNarrow ? 'Show names' : 'Collapse'}</span>
      </button>
    </nav>
  );
}

function PageLink({ page: { to, name, icon } }: { page: Page }) {
  const { account_id } = useAccount();
  const [search] = useChosen(readFrame);
  return (
    <Link
      to={to}
      params={{ account: account_id }}
      search={carried(search)}
      className="rail-page"
      title={name}
    >
      <Icon path={icon} />
      <span className="word">{name}</span>
    </Link>
  );
}

/** What the bar of a phone has no room for. */
function More({ onHelp }: { onHelp: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has gone to another page is done here
  useEffect(() => setOpen(false), [pathname]);
  const others = PAGES.slice(ON_A_PHONE);
  const isThere = others.some(({ to }) => pathname.endsWith(to.slice('/$account'.length)));
  return (
    <>
      <button
        type="button"
        className={isThere ? 'rail-page active' : 'rail-page'}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon path="M5 10h.5M10 10h.5M15 10h.5" />
        <span className="word">More</span>
      </button>
      <Sheet label="More pages" isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="more">
          <ul>
            {others.map((page) => (
              <li key={page.to}>
                <PageLink page={page} />
              </li>
            ))}
          </ul>
          <RailFoot onHelp={onHelp} />
        </div>
      </Sheet>
    </>
  );
}

function RailFoot({ onHelp }: { onHelp: () => void }) {
  const theme = useTheme();
  const client = useQueryClient();
  const leave = async () => {
    await request('/api/app/session', { method: 'DELETE' });
    await askAgainWhoIAm(client);
  };
  return (
    <div className="rail-foot">
      <button type="button" className="rail-page" onClick={switchTheme} title={THEMES[theme]}>
        <Icon path="M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14" />
        <span className="word">{THEMES[theme]}</span>
      </button>
      <button type="button" className="rail-page" onClick={onHelp} title="Keyboard">
        <Icon path="M2.500 6h15v9h-15zM5 9h.5M8 9h.5M11 9h.5M14 9h.5M6 12h8" />
        <span className="word">Keyboard</span>
      </button>
      <button type="button" className="rail-page" onClick={leave} title="Sign out">
        <Icon path="M12 4H4v12h8M9 10h8m-3-3 3 3-3 3" />
        <span className="word">Sign out</span>
      </button>
    </div>
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" className="icon" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
