/** "Is it working?": six figures, one chart, four short tables. */

import { Link } from '@tanstack/react-router';
import { useAnswer } from '../api/asking';
import type { Answer, ReportType } from '../api/shapes';
import { EmptyNotice, FaultNotice } from '../design/Notice';
import { readRange } from '../formats/figures';
import { useStarted } from '../start/asking';
import { isNew } from '../start/steps';
import { useAccount, useChosen, useReading } from '../state/place';
import { DEFAULT_RANGE, rangeOf, scaleOf } from '../state/range';
import { type FrameSearch, framed, readFrame } from '../state/search';
import { FigureCard } from './FigureCard';
import { ASKED, FIGURES, SHORTS } from './figures';
import { MainChart } from './MainChart';
import { ShortTable } from './ShortTable';
import { Trust } from './Trust';

export function Overview() {
  const [search] = useChosen(readFrame);
  const answers = {
    revenue: useReport('revenue', search),
    leads: useReport('leads', search),
    ads: useReport('ads', search),
    subscriptions: useReport('subscriptions', search),
  };
  const all = Object.values(answers);
  const failed = all.find(({ error }) => error);
  const { revenue, leads } = answers;
  const retry = () => {
    for (const { refetch } of all) void refetch();
  };
  const isNothing = isEmpty(all.map(({ data }) => data));
  return (
    <>
      <div className="head">
        <h1>Overview</h1>
        <Days answer={revenue.data} />
        <Trust revenue={revenue.data} leads={leads.data} />
      </div>
      {failed && <FaultNotice error={failed.error} onRetry={retry} />}
      {isNothing && <Nothing />}
      <ul className="cards">
        {FIGURES.map((told) => (
          <FigureCard
            key={told.name}
            told={told}
            answer={answers[told.report as keyof typeof answers].data}
          />
        ))}
      </ul>
      {!isNothing && (
        <>
          <MainChart revenue={revenue.data} leads={leads.data} />
          <div className="shorts">
            {SHORTS.map((short) => (
              <ShortTable key={short.name} short={short} search={search} />
            ))}
          </div>
        </>
      )}
    </>
  );
}

function useReport(report: keyof typeof ASKED & ReportType, search: FrameSearch) {
  const { account_id } = useAccount();
  const asked = framed(search);
  const scale = scaleOf(rangeOf(search.range ?? DEFAULT_RANGE));
  return useAnswer(account_id, {
    ...asked,
    type: report,
    dimensions: ['date'],
    metrics: [...ASKED[report]],
    date_range: { ...asked.date_range, scale },
  });
}

function Days({ answer }: { answer: Answer | undefined }) {
  const reading = useReading();
  if (!answer) return <p className="quiet">&nbsp;</p>;
  const { date_range: now, comparison } = answer;
  const before = comparison?.date_range;
  return (
    <p className="quiet">
      {readRange(now.start, now.end, reading)}
      {before && `, compared with ${readRange(before.start, before.end, reading)}`}
    </p>
  );
}

/** Whether everything has been answered, and nothing has happened in any of it. */
function isEmpty(answers: (Answer | undefined)[]): boolean {
  return answers.every((answer) => answer?.totals.every((total) => !total));
}

function Nothing() {
  const { account_id } = useAccount();
  const { data } = useStarted(account_id);
  if (!data) return null;
  if (!isNew(data))
    return (
      <EmptyNotice title="Nothing happened in these days">
        <p>Choose other days above.</p>
      </EmptyNotice>
    );
  return (
    <EmptyNotice title="Nothing has come in yet">
      <p>
        Three steps lead to the first report: the snippet on your pages, contacts and orders, what ads cost.
      </p>
      <Link className="button main" to="/$account/start" params={{ account: account_id }}>
        Begin
      </Link>
    </EmptyNotice>
  );
}
