/** The imports of an account: how far each is, how fast it goes, what it refused, and its end. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { request } from '../api/request';
import { EmptyNotice, FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { readFigure, readInstant } from '../formats/figures';
import { useAccount, useReading } from '../state/place';
import { nameOf } from './entities';
import { type Look, type Pace, paceOf, spoken } from './pace';
import type { Job } from './shapes';
import '../design/forms.css';
import './imports.css';

const POLL_MS = 1000;
const IDLE_MS = 10_000;

const isActive = ({ state }: Job): boolean => state === 'waiting' || state === 'running';

export function Jobs() {
  const { account_id } = useAccount();
  const { data, error, refetch } = useQuery({
    queryKey: ['jobs', account_id],
    queryFn: async ({ signal }) =>
      (await request<{ jobs: Job[] }>(`/api/v1/${account_id}/jobs`, { signal })).jobs,
    refetchInterval: ({ state }) => (state.data?.some(isActive) ? POLL_MS : IDLE_MS),
  });
  if (error && !data) return <FaultNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton chars={40} />;
  if (data.length === 0) {
    return (
      <EmptyNotice title="No import yet">
        <p>Choose a CSV file above, or send one to the API. It shows here while it is read.</p>
      </EmptyNotice>
    );
  }
  return (
    <ul className="rows">
      {data.map((job) => (
        <Row key={job.id} job={job} />
      ))}
    </ul>
  );
}

const STATES: Readonly<Record<Job['state'], string>> = {
  waiting: 'waits for its turn',
  running: 'is being read',
  done: 'is in',
  failed: 'could not be read to its end',
  cancelled: 'was cancelled: what was written stays',
};

function Row({ job }: { job: Job }) {
  const { timezone } = useAccount();
  return (
    <li>
      <div className="row-main">
        <strong>{job.name}</strong>
        <span className="quiet small">
          {nameOf(job.entity)}, {readInstant(job.created_at, timezone)}
        </span>
      </div>
      <span>{STATES[job.state]}</span>
      {isActive(job) && <Cancel job={job} />}
      <div className="row-more">
        {isActive(job) && (
          <progress className="job-bar" value={job.progress} aria-label={`Progress of ${job.name}`} />
        )}
        <Counts job={job} />
        {job.fault && <p className="refused">{job.fault}</p>}
      </div>
    </li>
  );
}

function Counts({ job }: { job: Job }) {
  const reading = useReading();
  const count = (figure: number) => readFigure(figure, 'NUMBER', reading);
  const pace = usePace(job);
  return (
    <p className="quiet">
      {count(job.succeeded)} taken, {count(job.failed)} refused
      {pace && isActive(job) && `, ${count(Math.round(pace.rate))} a second`}
      {pace?.left && isActive(job) ? `, ${spoken(pace.left)}` : ''}
      {job.refused && (
        <>
          {'. '}
          <a href={job.refused} download>
            Refused lines as CSV
          </a>
        </>
      )}
    </p>
  );
}

/** How fast it has gone since it was first looked at. */
function usePace(job: Job): Pace | null {
  const first = useRef<Look | null>(null);
  const now: Look = { at: Date.now(), records: job.records, progress: job.progress };
  if (job.state === 'running') first.current ??= now;
  return first.current && paceOf(first.current, now);
}

function Cancel({ job }: { job: Job }) {
  const { account_id } = useAccount();
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => request(`/api/v1/${account_id}/jobs/${job.id}/cancel`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['jobs', account_id] }),
  });
  return (
    <button
      type="button"
      className="button plain"
      onClick={() => cancel.mutate()}
      disabled={cancel.isPending}
    >
      Cancel
    </button>
  );
}
