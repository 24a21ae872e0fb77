/** What a share link shows: one report, its chart and its table, to whoever has it. Knows no account and no other page. */

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Fault, request } from '../api/request';
import type { Answer, Question } from '../api/shapes';
import { Choice } from '../design/Choice';
import { Mark } from '../design/Mark';
import { FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { readRange } from '../formats/figures';
import { Fresh } from '../overview/Trust';
import { Refused } from '../signin/Refused';
import { ReadingContext } from '../state/place';
import { RANGES, rangeOf } from '../state/range';
import { SharedReport } from './SharedReport';

interface Opened {
  title: string;
  account_name: string;
  currency: string;
  timezone: string;
  needs_password: boolean;
}

export interface SharedAnswer extends Answer {
  question: Question;
}

const OWN = 'own';

interface Props {
  token: string;
  isEmbedded: boolean;
}

export function Shared({ token, isEmbedded }: Props) {
  const path = `/api/share/${encodeURIComponent(token)}`;
  const { data, error, refetch } = useQuery({
    queryKey: ['shared', token],
    queryFn: ({ signal }) => request<Opened>(path, { signal }),
  });
  if (error) return <Gone error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return <Report path={path} opened={data} isEmbedded={isEmbedded} />;
}

function Gone({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isGone = error instanceof Fault && error.kind === 'missing';
  return (
    <main className="alone">
      {isGone ? (
        <div className="notice" role="alert">
          <h1>This link shows nothing any more</h1>
          <p>It was revoked, or its time is over. Ask whoever gave it to you for a new one.</p>
        </div>
      ) : (
        <FaultNotice error={error} onRetry={onRetry} />
      )}
    </main>
  );
}

interface ReportProps {
  path: string;
  opened: Opened;
  isEmbedded: boolean;
}

function Report({ path, opened, isEmbedded }: ReportProps) {
  const [password, setPassword] = useState<string>();
  const [range, setRange] = useState(OWN);
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['shared answer', path, password, range],
    queryFn: ({ signal }) => {
      const { start, end } = rangeOf(range);
      const body = {
        ...(password ? { password } : {}),
        ...(range === OWN ? {} : { date_range: { start, end } }),
      };
      return request<SharedAnswer>(`${path}/data`, { method: 'POST', body, signal });
    },
    enabled: !opened.needs_password || password !== undefined,
    placeholderData: (before) => before,
  });
  const isLocked = opened.needs_password && (password === undefined || isWrong(error));
  if (isLocked) {
    return <Lock title={opened.title} error={error} isBusy={isFetching} onPassword={setPassword} />;
  }
  return (
    <ReadingContext value={{ currency: opened.currency }}>
      <main className="page shared">
        <Head opened={opened} answer={data} range={range} onRange={setRange} isEmbedded={isEmbedded} />
        {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
        <SharedReport answer={data} timezone={opened.timezone} />
        {data?.freshness.as_of && (
          <p className="trust quiet small">
            <Fresh asOf={data.freshness.as_of} isCurrent={data.freshness.is_current} />
          </p>
        )}
      </main>
    </ReadingContext>
  );
}

const isWrong = (error: Error | null) => error instanceof Fault && error.needs === 'password';

interface HeadProps extends Omit<ReportProps, 'path'> {
  answer: SharedAnswer | undefined;
  range: string;
  onRange: (range: string) => void;
}

function Head({ opened, answer, range, onRange, isEmbedded }: HeadProps) {
  const dates = answer?.date_range;
  return (
    <header className="shared-head">
      <div className="head">
        {!isEmbedded && (
          <p className="brand quiet">
            <Mark /> {opened.account_name}
          </p>
        )}
        <h1>{opened.title}</h1>
        <p className="quiet">
          {dates ? readRange(dates.start, dates.end, { currency: opened.currency }) : <Skeleton chars={24} />}
        </p>
      </div>
      <Choice
        label="Days"
        options={[{ key: OWN, name: 'Days as shared' }, ...RANGES.map(({ key, name }) => ({ key, name }))]}
        chosen={range}
        onChoose={onRange}
      />
    </header>
  );
}

interface LockProps {
  title: string;
  error: Error | null;
  isBusy: boolean;
  onPassword: (password: string) => void;
}

function Lock({ title, error, isBusy, onPassword }: LockProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onPassword(String(new FormData(event.currentTarget).get('password')));
  };
  return (
    <main className="alone">
      <form className="signin" onSubmit={submit}>
        <h1 className="brand">
          <Mark size={32} />
          {title}
        </h1>
        <p className="quiet">This report has a password. Whoever gave you the link knows it.</p>
        <label className="field">
          <span>Password</span>
          <input className="input" name="password" type="password" autoComplete="off" required />
        </label>
        <Refused error={error} />
        <button type="submit" className="button main" disabled={isBusy}>
          Show the report
        </button>
      </form>
    </main>
  );
}
