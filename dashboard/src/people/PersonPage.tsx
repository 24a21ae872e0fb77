/** "What did they do before buying?": one person's timeline, and beside it what is known of them. */

import { Link, useParams } from '@tanstack/react-router';
import { FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { useAccount, useChosen } from '../state/place';
import { carried } from '../state/search';
import { useCredits, usePerson } from './asking';
import { Deeds } from './Deeds';
import { Facts } from './Facts';
import { nameOf, timelineOf } from './person';
import { readPerson } from './search';
import { Timeline } from './Timeline';

export function PersonPage() {
  const { account_id } = useAccount();
  const { contact = '' } = useParams({ strict: false });
  const [search] = useChosen(readPerson);
  const { data, error, refetch } = usePerson(account_id, contact, search.integration);
  const { models, credits } = useCredits(account_id, data?.orders ?? []);
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
        {data && <Deeds person={data} />}
      </div>
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {data && (
        <div className="person">
          <Timeline happened={timelineOf(data)} models={models ?? []} credits={credits} />
          <Facts person={data} />
        </div>
      )}
    </>
  );
}
