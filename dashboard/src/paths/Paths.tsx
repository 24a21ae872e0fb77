/** "Which ways lead there?": the paths of all touches before an order or a lead, how long they are, and how they flow. */

import { lazy, Suspense } from 'react';
import { useAnswer } from '../api/asking';
import type { Answer } from '../api/shapes';
import { ReportConditions } from '../conditions/ReportConditions';
import { Choice } from '../design/Choice';
import { EmptyNotice, FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { Access } from '../explorer/Access';
import { readFigure, readRange } from '../formats/figures';
import { useAccount, useChosen, useReading } from '../state/place';
import { PathList } from './PathList';
import './paths.css';
import { type PathBy, type PathSearch, pathQuestion, readPaths } from './search';
import { type Bin, binsOf } from './shape';

const FlowChart = lazy(() => import('./FlowChart').then(({ FlowChart: part }) => ({ default: part })));

const OF = [
  { key: 'revenue', name: 'Orders' },
  { key: 'leads', name: 'Leads' },
];
const BY: readonly { key: PathBy; name: string }[] = [
  { key: 'path.channels', name: 'By channel' },
  { key: 'path.sources', name: 'By source' },
  { key: 'path.campaigns', name: 'By campaign' },
];
const TOUCHES = [0, 1, 2, 3, 4, 5, 7, 10];
const DAYS = [0, 1, 2, 4, 8, 15, 31, 61];

export function Paths() {
  const { account_id } = useAccount();
  const [search, choose] = useChosen(readPaths);
  const question = pathQuestion(search);
  const { data, error, refetch, isPlaceholderData } = useAnswer(account_id, question);
  const answer = data?.type === question.type ? data : undefined;
  return (
    <>
      <div className="head">
        <h1>Paths</h1>
        <p className="quiet">
          All touches before {search.of ? 'each opt-in' : 'each order'}, in order; the same one several times
          in a row stands once. A conversion counts in full on its one path, in every attribution model.
        </p>
        <Days answer={answer} />
      </div>
      <div className="bar">
        <Controls />
        <Access question={question} />
      </div>
      <ReportConditions
        report={question.type}
        conditions={search.filters ?? []}
        onChange={(filters) => choose({ filters: filters.length > 0 ? filters : undefined })}
      />
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {!error && <Told search={search} answer={answer} isStale={isPlaceholderData} />}
    </>
  );
}

interface ToldProps {
  search: PathSearch;
  answer: Answer | undefined;
  isStale: boolean;
}

function Told({ search, answer, isStale }: ToldProps) {
  if (answer?.row_count === 0) {
    return (
      <EmptyNotice title={`No ${search.of ?? 'orders'} in these days`}>
        <p>Choose other days above, or take a filter away.</p>
      </EmptyNotice>
    );
  }
  return (
    <div className={isStale ? 'report-parts stale' : 'report-parts'}>
      <PathList answer={answer} question={pathQuestion(search)} />
      <div className="path-bins">
        <Bins title="How many touches" by="path.touches" edges={TOUCHES} search={search} />
        <Bins title="Days from the first touch" by="path.days" edges={DAYS} search={search} />
      </div>
      <section className="block">
        <h2>How they flow</h2>
        <Suspense fallback={<div className="chart-wait" />}>
          {answer ? (
            <FlowChart answer={answer} end={search.of ? 'Lead' : 'Order'} />
          ) : (
            <div className="chart-wait" />
          )}
        </Suspense>
      </section>
    </div>
  );
}

function Controls() {
  const [search, choose] = useChosen(readPaths);
  return (
    <>
      <Choice
        label="What they lead to"
        options={OF}
        chosen={search.of ?? 'revenue'}
        onChoose={(key) => choose({ of: key === 'leads' ? 'leads' : undefined })}
      />
      <Choice
        label="What they are told by"
        options={BY}
        chosen={search.by ?? 'path.channels'}
        onChoose={(key) =>
          choose(readPaths({ by: key }).by ? { by: readPaths({ by: key }).by } : { by: undefined })
        }
      />
    </>
  );
}

function Days({ answer }: { answer: Answer | undefined }) {
  const reading = useReading();
  const dates = answer?.date_range;
  return (
    <p className="quiet">{dates ? readRange(dates.start, dates.end, reading) : <Skeleton chars={24} />}</p>
  );
}

interface BinsProps {
  title: string;
  by: 'path.touches' | 'path.days';
  edges: readonly number[];
  search: PathSearch;
}

function Bins({ title, by, edges, search }: BinsProps) {
  const { account_id } = useAccount();
  const { data, error, refetch } = useAnswer(account_id, pathQuestion(search, by));
  const bins = data ? binsOf(data.rows, edges) : [];
  return (
    <section className="block">
      <h2>{title}</h2>
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton chars={30} />}
      <ul className="bars path-bars">
        {bins.map((bin) => (
          <BinRow key={bin.name} bin={bin} bins={bins} />
        ))}
      </ul>
    </section>
  );
}

function BinRow({ bin, bins }: { bin: Bin; bins: readonly Bin[] }) {
  const reading = useReading();
  const all = bins.reduce((sum, { count }) => sum + count, 0) || 1;
  const top = Math.max(...bins.map(({ count }) => count), 1);
  return (
    <li>
      <span className="bars-name">{bin.name}</span>
      <span className="bars-track">
        <span style={{ width: `${(100 * bin.count) / top}%` }} />
      </span>
      <span className="bars-figure">
        {readFigure(bin.count, 'NUMBER', reading)}{' '}
        <span className="quiet small">{readFigure((100 * bin.count) / all, 'PERCENT', reading)}</span>
      </span>
    </li>
  );
}
