/** "Where do they stop?": steps in order, how many took each of them, and where the others were lost. */

import { useAnswer } from '../api/asking';
import type { Answer } from '../api/shapes';
import { ReportConditions } from '../conditions/ReportConditions';
import { EmptyNotice, FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { Access } from '../explorer/Access';
import { readFigure, readRange } from '../formats/figures';
import { Trust } from '../overview/Trust';
import { useAccount, useChosen, useReading } from '../state/place';
import { Breakdown } from './Breakdown';
import { Builder } from './Builder';
import { FunnelChart } from './FunnelChart';
import './funnels.css';
import { funnelQuestion, readFunnel, stepsOf } from './search';
import { passagesOf } from './shape';

export function Funnels() {
  const { account_id } = useAccount();
  const [search, choose] = useChosen(readFunnel);
  const question = funnelQuestion(search);
  const { data, error, refetch, isPlaceholderData } = useAnswer(account_id, question);
  const count = stepsOf(search).length;
  const isNothing = data && !error && !passagesOf(data.fields, data)[0]?.actors;
  return (
    <>
      <div className="head">
        <h1>Funnels</h1>
        <p className="quiet">
          How many of those who took a first step in these days took the next ones after it, in order. Later
          steps count whenever they happen.
        </p>
        <Days answer={data} />
      </div>
      <Builder />
      <div className="bar">
        <ReportConditions
          report="funnel"
          conditions={search.filters ?? []}
          onChange={(filters) => choose({ filters: filters.length > 0 ? filters : undefined })}
        />
        <Access question={question} />
      </div>
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {isNothing && (
        <EmptyNotice title="Nobody took the first step in these days">
          <p>Choose other days above, or loosen the first step.</p>
        </EmptyNotice>
      )}
      {!error && !isNothing && (
        <div className={isPlaceholderData ? 'report-parts stale' : 'report-parts'}>
          <Outcome answer={data} />
          <FunnelChart answer={data} count={count} />
          <Breakdown />
        </div>
      )}
      <Trust leads={data} />
    </>
  );
}

/** The answer in one sentence. */
function Outcome({ answer }: { answer: Answer | undefined }) {
  const reading = useReading();
  const passages = answer ? passagesOf(answer.fields, answer) : [];
  const [first, last] = [passages[0], passages.at(-1)];
  if (!answer || !first || !last) {
    return (
      <p className="outcome">
        <Skeleton chars={32} />
      </p>
    );
  }
  const before = answer.comparison && passagesOf(answer.fields, answer.comparison).at(-1);
  return (
    <p className="outcome">
      <strong>{readFigure(last.rateFromFirst, 'PERCENT', reading)}</strong>{' '}
      {`of ${readFigure(first.actors, 'NUMBER', reading)} came from “${first.name}” to “${last.name}”`}
      {before && before.actors > 0 && (
        <span className="quiet">{`; before, ${readFigure(before.rateFromFirst, 'PERCENT', reading)} did`}</span>
      )}
    </p>
  );
}

function Days({ answer }: { answer: Answer | undefined }) {
  const reading = useReading();
  if (!answer) {
    return (
      <p className="quiet">
        <Skeleton chars={24} />
      </p>
    );
  }
  const before = answer.comparison?.date_range;
  return (
    <p className="quiet">
      {readRange(answer.date_range.start, answer.date_range.end, reading)}
      {before && `, compared with ${readRange(before.start, before.end, reading)}`}
    </p>
  );
}
