/** Everybody, or who opted in or ordered in these days: searched, filtered, sorted, page by page. */

import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Account, PageOfPeople, Person } from '../api/shapes';
import { ReportConditions } from '../conditions/ReportConditions';
import { EmptyNotice, FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { readBare, readFigure, readInstant } from '../formats/figures';
import { useAccount, useChosen, useReading } from '../state/place';
import { carried } from '../state/search';
import { useFound } from './asking';
import { nameOf } from './person';
import { nextSort, type PeopleSearch, readPeople, soughtOf, useSettled } from './search';
import type { SortKey } from './shapes';

const ROWS = 12;

export function People() {
  const account = useAccount();
  const [search, choose] = useChosen(readPeople);
  const { data, error, refetch } = useFound(account.account_id, soughtOf(search));
  const { of: report, filters = [] } = search;
  return (
    <>
      <Head meta={data?.meta} />
      <div className="bar">
        <Search />
        {KINDS.map(({ of, name }) => (
          <button
            key={name}
            type="button"
            className="button"
            aria-pressed={of === report}
            onClick={() => choose({ of, page: undefined, filters: undefined })}
          >
            {name}
          </button>
        ))}
      </div>
      <ReportConditions
        report={report ?? 'leads'}
        first="contact.tag"
        conditions={filters}
        onChange={(chosen) => choose({ filters: chosen.length > 0 ? chosen : undefined, page: undefined })}
      />
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {data?.meta.total === 0 && <Nobody search={search} />}
      {!error && data?.meta.total !== 0 && <Table people={data?.data} account={account} />}
      {data && data.meta.last_page > 1 && <Pager meta={data.meta} />}
    </>
  );
}

function Head({ meta }: { meta: PageOfPeople['meta'] | undefined }) {
  const account = useAccount();
  const [search] = useChosen(readPeople);
  const { total } = KINDS.find(({ of }) => of === search.of) ?? KINDS[0];
  const words = search.search ? 'found' : total;
  return (
    <div className="head">
      <h1>People</h1>
      <p className="quiet" aria-live="polite">
        {meta ? `${readFigure(meta.total, 'NUMBER', account)} ${words}` : <Skeleton chars={30} />}
      </p>
    </div>
  );
}

function Pager({ meta }: { meta: PageOfPeople['meta'] }) {
  const [{ page = 1 }, choose] = useChosen(readPeople);
  return (
    <nav className="pager" aria-label="Pages of people">
      <button
        type="button"
        className="button"
        disabled={page <= 1}
        onClick={() => choose({ page: page > 2 ? page - 1 : undefined })}
      >
        Before
      </button>
      <span className="quiet">{`${meta.from} to ${meta.to} of ${meta.total}`}</span>
      <button
        type="button"
        className="button"
        disabled={page >= meta.last_page}
        onClick={() => choose({ page: page + 1 })}
      >
        Next
      </button>
    </nav>
  );
}

const KINDS = [
  { of: undefined, name: 'Everybody', total: 'in all' },
  { of: 'leads', name: 'Who opted in', total: 'opted in within these days' },
  { of: 'revenue', name: 'Who ordered', total: 'ordered within these days' },
] as const;

function Search() {
  const [{ search = '' }, choose] = useChosen(readPeople);
  const [text, setText] = useState(search);
  const settled = useSettled(text.trim());
  // Back and forward change the address; the field follows, and is not asked again for what it says already.
  useEffect(() => setText((now) => (now.trim() === search ? now : search)), [search]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed changes the address
  useEffect(() => {
    if (settled !== search && settled === text.trim())
      choose({ search: settled || undefined, page: undefined });
  }, [settled]);
  return (
    <input
      className="input short people-search"
      type="search"
      aria-label="Search people"
      placeholder="Name, e-mail address or id"
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

function Nobody({ search }: { search: PeopleSearch }) {
  if (search.search)
    return (
      <EmptyNotice title={`Nobody is found by “${search.search}”`}>
        <p>Names and addresses are found by any three letters, ids by how they begin.</p>
      </EmptyNotice>
    );
  if (search.filters)
    return (
      <EmptyNotice title="Nobody is left by these filters">
        <p>Take one away above.</p>
      </EmptyNotice>
    );
  return search.of ? (
    <EmptyNotice title="Nobody in these days">
      <p>Choose other days above.</p>
    </EmptyNotice>
  ) : (
    <EmptyNotice title="Nobody is known yet">
      <p>People stand here as soon as you send contacts, or somebody gives an address on your pages.</p>
    </EmptyNotice>
  );
}

function Table({ people, account }: { people: Person[] | undefined; account: Account }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-frame" tabIndex={0} aria-label="People">
      <table className="table report">
        <thead>
          <tr>
            <Heading by="name" className="first">
              Person
            </Heading>
            <Heading by="newest">Opted in</Heading>
            <th scope="col">Tags</th>
            <Heading by="orders" className="number">
              Orders
            </Heading>
            <Heading by="billed" className="number">
              Billed <span className="quiet">{account.currency}</span>
            </Heading>
          </tr>
        </thead>
        <tbody>
          {people?.map((person) => <Row key={person.person_id} person={person} account={account} />) ?? (
            <Waiting />
          )}
        </tbody>
      </table>
    </section>
  );
}

interface HeadingProps {
  by: SortKey;
  className?: string;
  children: React.ReactNode;
}

function Heading({ by, className, children }: HeadingProps) {
  const [{ sort, search }, choose] = useChosen(readPeople);
  const now = sort ?? (search ? undefined : '-newest');
  const direction = now === by ? 'ascending' : now === `-${by}` ? 'descending' : undefined;
  return (
    <th scope="col" className={className} aria-sort={direction}>
      <button
        type="button"
        className="sort"
        onClick={() => choose({ sort: nextSort(now, by), page: undefined })}
      >
        {children}
        <span aria-hidden="true">
          {direction === 'descending' ? ' ↓' : direction === 'ascending' ? ' ↑' : ''}
        </span>
      </button>
    </th>
  );
}

function Row({ person, account }: { person: Person; account: Account }) {
  const [search] = useChosen(readPeople);
  const reading = useReading();
  const orders = person.orders ?? [];
  const [first] = person.contacts;
  const name = person.contact_id ?? person.email;
  return (
    <tr>
      <th scope="row" className="first">
        {name ? (
          <Link
            to="/$account/people/$contact"
            params={{ account: account.account_id, contact: name }}
            search={{ ...carried(search), integration: first?.integration }}
          >
            {nameOf(person)}
          </Link>
        ) : (
          nameOf(person)
        )}
        <span className="quiet small under">{person.email}</span>
      </th>
      <td>{person.date_created && readInstant(person.date_created, account.timezone)}</td>
      <td className="quiet tags">{person.tags?.map((tag) => tag.name).join(', ')}</td>
      <td className="number">{orders.length > 0 ? orders.length : <span className="quiet">–</span>}</td>
      <td className="number">
        {orders.length > 0 ? (
          readBare(sum(orders.map(({ total }) => total)), 'CURRENCY', 2, reading)
        ) : (
          <span className="quiet">–</span>
        )}
      </td>
    </tr>
  );
}

const sum = (amounts: number[]): number => amounts.reduce((whole, part) => whole + part, 0);

function Waiting() {
  return Array.from({ length: ROWS }, (_, row) => (
    <tr key={`row ${row + 1}`}>
      <th scope="row" className="first">
        <Skeleton chars={16} />
        <span className="under">
          <Skeleton chars={22} />
        </span>
      </th>
      <td>
        <Skeleton chars={16} />
      </td>
      <td>
        <Skeleton chars={20} />
      </td>
      <td />
      <td />
    </tr>
  ));
}
