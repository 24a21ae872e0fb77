/** "What did they do before buying?": one person's timeline, and beside it what is known of them. */

import { Link, useParams } from '@tanstack/react-router';
import { usePerson } from '../api/asking';
import type { Person } from '../api/shapes';
import { FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { readFigure, readInstant } from '../formats/figures';
import { useAccount, useChosen, useReading } from '../state/place';
import { carried, readPeople } from '../state/search';
import { nameOf, timelineOf } from './person';
import { Timeline } from './Timeline';

export function PersonPage() {
  const { account_id } = useAccount();
  const { contact = '' } = useParams({ strict: false });
  const [search] = useChosen(readPeople);
  const { data, error, refetch } = usePerson(account_id, contact);
  return (
    <>
      <div className="head">
        <p className="small">
          <Link to="/$account/people" params={{ account: account_id }} search={carried(search)}>
            People
          </Link>
        </p>
        <h1>{data ? nameOf(data) : <Skeleton chars={16} />}</h1>
        <p className="quiet">{data ? data.emails.join(', ') : <Skeleton chars={24} />}</p>
      </div>
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {data && (
        <div className="person">
          <Timeline happened={timelineOf(data)} />
          <Facts person={data} />
        </div>
      )}
    </>
  );
}

function Facts({ person }: { person: Person }) {
  const reading = useReading();
  const { timezone } = useAccount();
  const orders = person.orders ?? [];
  const billed = orders.reduce((sum, { total }) => sum + total, 0);
  const facts: [string, string][] = [
    [
      'Billed',
      `${readFigure(billed, 'CURRENCY', reading)}, ${orders.length} ${orders.length === 1 ? 'order' : 'orders'}`,
    ],
    ['Opted in', person.date_created ? readInstant(person.date_created, timezone) : 'not yet'],
    ['Status', person.status ?? ''],
    ['Tags', person.tags?.map(({ name }) => name).join(', ') ?? ''],
    ['Browsers', String(new Set(person.events?.map(({ uid }) => uid).filter(Boolean)).size)],
    [
      'Known to',
      person.contacts.map(({ integration, contact_id }) => `${integration} as ${contact_id}`).join(', '),
    ],
    ...Object.entries(person.custom_fields).map(([name, value]): [string, string] => [name, String(value)]),
  ];
  return (
    <aside aria-label="What is known">
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt className="quiet small">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </aside>
  );
}
