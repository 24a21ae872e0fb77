/** "What becomes of them?": the leads of each week or month, by how long ago they opted in. */

import { useAnswer, useMetrics } from '../api/asking';
import type { Answer } from '../api/shapes';
import { ReportConditions } from '../conditions/ReportConditions';
import { Choice } from '../design/Choice';
import { FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { Access } from '../explorer/Access';
import { readRange } from '../formats/figures';
import { Trust } from '../overview/Trust';
import { useAccount, useChosen, useReading } from '../state/place';
import './cohorts.css';
import { HeatMap } from './HeatMap';
import {
  cohortQuestion,
  DEFAULT_METRIC,
  type Form,
  formOf,
  isOffered,
  readCohorts,
  SCALES,
  type Unit,
  unitOf,
} from './search';
import { cohortsOf } from './shape';

/** With fewer cohorts than these, a longer range is offered. */
const FEW = 6;

export function Cohorts() {
  const { account_id } = useAccount();
  const [search, choose] = useChosen(readCohorts);
  const metric = search.metric ?? DEFAULT_METRIC;
  const question = cohortQuestion(search);
  const { data, error, refetch, isPlaceholderData } = useAnswer(account_id, question);
  // While another metric is asked for, the last answer does not have it.
  const answer = data?.fields.some(({ key }) => key === metric) ? data : undefined;
  const cohorts = answer ? cohortsOf(answer.fields, answer, metric) : undefined;
  return (
    <>
      <div className="head">
        <h1>Cohorts</h1>
        <p className="quiet">
          What the leads of each {unitOf(search)} bought, by how long ago they opted in.
        </p>
        <Days answer={data} />
      </div>
      <div className="bar">
        <Controls />
        <Access question={question} />
      </div>
      <ReportConditions
        report="cohorts"
        conditions={search.filters ?? []}
        onChange={(filters) => choose({ filters: filters.length > 0 ? filters : undefined })}
      />
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {!error && (
        <div className={isPlaceholderData ? 'report-parts stale' : 'report-parts'}>
          <HeatMap answer={answer} cohorts={cohorts} metric={metric} unit={unitOf(search)} />
        </div>
      )}
      {!error && <Longer count={cohorts?.length} />}
      <Trust leads={answer} />
    </>
  );
}

/** A way to more cohorts, where there are few. */
function Longer({ count }: { count: number | undefined }) {
  const [{ range }, choose] = useChosen(readCohorts);
  if (count === undefined || count >= FEW || range === '12m') return null;
  return (
    <p className="quiet">
      Cohorts tell more over a longer time.
      <button
        type="button"
        className="button plain"
        onClick={() => choose({ range: '12m', scale: undefined })}
      >
        See the last 12 months
      </button>
    </p>
  );
}

function Controls() {
  const { account_id } = useAccount();
  const [search, choose] = useChosen(readCohorts);
  const { data: metrics = [] } = useMetrics(account_id, 'cohorts');
  const metric = search.metric ?? DEFAULT_METRIC;
  const put = (key: string) => choose({ metric: key === DEFAULT_METRIC ? undefined : key });
  return (
    <>
      <Choice
        label="Metric"
        options={metrics.filter(({ key }) => isOffered(key, metric))}
        chosen={metric}
        onChoose={put}
      />
      <Switch metric={metric} onSwitch={put} />
      <Choice
        label="Unit of time"
        options={SCALES.map((key) => ({ key, name: `By ${key}` }))}
        chosen={unitOf(search)}
        onChoose={(key) => choose({ scale: key as Unit })}
      />
    </>
  );
}

const FORMS: readonly { key: Form; name: string; rate: string }[] = [
  { key: 'each', name: 'Per lead', rate: 'Per cent' },
  { key: 'all', name: 'In all', rate: 'Absolute' },
];

/** Per cent or absolute, of money per lead or in all; nothing, where a metric can only be told in one way. */
function Switch({ metric, onSwitch }: { metric: string; onSwitch: (key: string) => void }) {
  const form = formOf(metric);
  if (!form) return null;
  const isMoney = /revenue/i.test(metric);
  return (
    <fieldset className="switch">
      <legend className="unseen">How it is told</legend>
      {FORMS.map(({ key, name, rate }) => (
        <button
          key={key}
          type="button"
          className="button"
          aria-pressed={key === form.form}
          onClick={() => key !== form.form && onSwitch(form.other)}
        >
          {isMoney ? name : rate}
        </button>
      ))}
    </fieldset>
  );
}

function Days({ answer }: { answer: Answer | undefined }) {
  const reading = useReading();
  const dates = answer?.date_range;
  return (
    <p className="quiet">{dates ? readRange(dates.start, dates.end, reading) : <Skeleton chars={24} />}</p>
  );
}
