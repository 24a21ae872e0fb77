/** What an account decides, part by part: the list of parts beside the one that is open, or alone on a phone. */

import { Link, Navigate, useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { EmptyNotice } from '../design/Notice';
import { useAccount } from '../state/place';
import { Loading } from './parts';
import { type Section, sectionsOf } from './sections';
import './settings.css';

const WIDE = '(width >= 900px)';

export function Settings() {
  const account = useAccount();
  const { section: path } = useParams({ strict: false });
  const sections = sectionsOf(account);
  const open = sections.find((section) => section.path === path);
  const [first] = sections;
  if (!path && first && window.matchMedia(WIDE).matches) {
    const params = { account: account.account_id, section: first.path };
    return <Navigate to="/$account/settings/$section" params={params} replace />;
  }
  return (
    <div className="settings" data-open={path ? true : undefined}>
      <nav className="settings-parts" aria-label="Settings">
        {path ? <p className="settings-title">Settings</p> : <h1>Settings</h1>}
        <ul>
          {sections.map((section) => (
            <Part key={section.path} section={section} />
          ))}
        </ul>
      </nav>
      {path && <Opened section={open} />}
    </div>
  );
}

function Part({ section }: { section: Section }) {
  const { account_id } = useAccount();
  return (
    <li>
      <Link
        to="/$account/settings/$section"
        params={{ account: account_id, section: section.path }}
        className="settings-part"
      >
        <span>{section.name}</span>
        <span className="quiet small settings-doc">{section.doc}</span>
      </Link>
    </li>
  );
}

function Opened({ section }: { section: Section | undefined }) {
  const { account_id } = useAccount();
  if (!section) {
    return (
      <EmptyNotice title="This is not for your role">
        <p>Ask an admin of this account, or choose another part of the settings.</p>
      </EmptyNotice>
    );
  }
  const { page: Page, name, doc } = section;
  return (
    <section className="settings-page" aria-labelledby="settings-heading">
      <Link to="/$account/settings" params={{ account: account_id }} className="settings-back">
        ‹ Settings
      </Link>
      <div className="head">
        <h1 id="settings-heading">{name}</h1>
        <p className="quiet">{doc}.</p>
      </div>
      <Suspense fallback={<Loading />}>
        <Page key={section.path} />
      </Suspense>
    </section>
  );
}
