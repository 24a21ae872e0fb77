/** Who stands behind the figures: those who opted in, or those who ordered, in these days, the newest first. */

import { Link } from '@tanstack/react-router';
import { usePeople } from '../api/asking';
import type { Account, Person } from '../api/shapes';
import { EmptyNotice, FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { readBare, readFigure, readInstant } from '../formats/figures';
import { useAccount, useChosen, useReading } from '../state/place';
import { DEFAULT_RANGE, rangeOf } from '../state/range';
import { carried, readPeople } from '../state/search';
import { nameOf } from './person';

const ROWS = 12;

export function People() {
  const account = useAccount();
  const [search, choose] = useChosen(readPeople);
  const { start, end } = rangeOf(search.range ?? DEFAULT_RANGE);
  const { of: report = 'leads', page = 1 } = search;
  const { data, error, refetch } = usePeople(account.account_id, { report, start, end, page });
  return (
    <>
      <div className="head">
        <h1>People</h1>
        <p className="quiet">
          {data ? (
            `${readFigure(data.meta.total, 'NUMBER', account)} ${KINDS[report].total}`
          ) : (
            <Skeleton chars={30} />
          )}
        </p>
      </div>
      <div className="bar">
        {(['leads', 'revenue'] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            className="button"
            aria-pressed={kind === report}
            onClick={() => choose({ of: kind === 'leads' ? undefined : kind, page: undefined })}
          >
            {KINDS[kind].name}
          </button>
        ))}
      </div>
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {data?.meta.total === 0 && (
        <EmptyNotice title="Nobody in these days">
          <p>Choose other days above.</p>
        </EmptyNotice>
      )}
      {!error && data?.meta.total !== 0 && <Table people={data?.data} account={account} />}
      {data && data.meta.last_page > 1 && (
        <nav className="pager" aria-label="Pages of people">
          <button
            type="button"
            className="button"
            disabled={page <= 1}
            onClick={() => choose({ page: page - 1 })}
          >
            Newer
          </button>
          <span className="quiet">{`${data.meta.from} to ${data.meta.to} of ${data.meta.total}`}</span>
          <button
            type="button"
            className="button"
            disabled={page >= data.meta.last_page}
            onClick={() => choose({ page: page + 1 })}
          >
            Older
          </button>
        </nav>
      )}
    </>
  );
}

const KINDS = {
  leads: { name: 'Who opted in', total: 'opted in within these days' },
  revenue: { name: 'Who ordered', total: 'ordered within these days' },
};

function Table({ people, account }: { people: Person[] | undefined; account: Account }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-frame" tabIndex={0} aria-label="People">
      <table className="table report">
        <thead>
          <tr>
            <th scope="col" className="first">
              Person
            </th>
            <th scope="col">Opted in</th>
            <th scope="col">Tags</th>
            <th scope="col" className="number">
              Orders
            </th>
            <th scope="col" className="number">
              Billed <span className="quiet">{account.currency}</span>
            </th>
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

function Row({ person, account }: { person: Person; account: Account }) {
  const [search] = useChosen(readPeople);
  const reading = useReading();
  const orders = person.orders ?? [];
  const name = person.contact_id ?? person.email;
  return (
    <tr>
      <th scope="row" className="first">
        {name ? (
          <Link
            to="/$account/people/$contact"
            params={{ account: account.account_id, contact: name }}
            search={carried(search)}
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
