/** "Where does it come from, and what is it worth?": a chart above, a table below, both from one question. */

import { useMemo } from 'react';
import { useAnswer, useModels, useReports } from '../api/asking';
import type { Answer, Question, ReportRow, ReportType } from '../api/shapes';
import { ReportConditions } from '../conditions/ReportConditions';
import { EmptyNotice, FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { Words } from '../design/Words';
import { readFigure, readRange } from '../formats/figures';
import { Trust } from '../overview/Trust';
import { useAccount, useChosen, useReading } from '../state/place';
import { readExplorer } from '../state/search';
import { Access } from './Access';
import { Controls } from './Controls';
import { ExplorerChart } from './ExplorerChart';
import { type Chosen, chosenOf, SHOWN, tableQuestion } from './question';
import { ReportTable } from './ReportTable';

export function Explorer({ report }: { report: ReportType }) {
  const { account_id } = useAccount();
  const [search] = useChosen(readExplorer);
  const reports = useReports(account_id);
  const models = useModels(account_id);
  const row = reports.data?.find(({ key }) => key === report);
  const own = models.data?.find(({ is_own_default }) => is_own_default)?.key;
  const chosen = useMemo(() => (row && own ? chosenOf(search, row, own) : null), [row, own, search]);
  const error = reports.error ?? models.error;
  const retry = () => void Promise.all([reports.refetch(), models.refetch()]);
  if (error) return <FaultNotice error={error} onRetry={retry} />;
  if (!row || !chosen) return <Waiting />;
  return <Report row={row} chosen={chosen} />;
}

function Report({ row, chosen }: { row: ReportRow; chosen: Chosen }) {
  const { account_id } = useAccount();
  const [search, choose] = useChosen(readExplorer);
  const question: Question = useMemo(() => tableQuestion(chosen, search), [chosen, search]);
  const { data, error, refetch, isPlaceholderData } = useAnswer(account_id, question);
  const answer = data?.type === chosen.report ? data : undefined;
  return (
    <>
      <div className="head">
        <h1>{row.name}</h1>
        <p className="quiet">
          <Words text={row.doc} />
        </p>
        <Days dates={answer?.date_range} />
      </div>
      <div className="bar">
        <Controls chosen={chosen} />
        <Access question={question} />
      </div>
      <ReportConditions
        report={chosen.report}
        first={chosen.by}
        conditions={chosen.filters}
        onChange={(filters) => choose({ filters: filters.length > 0 ? filters : undefined, open: undefined })}
      />
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {answer && answer.row_count === 0 ? (
        <EmptyNotice title={`No ${row.name.toLowerCase()} in these days`}>
          <p>Choose other days above, or take a filter away.</p>
        </EmptyNotice>
      ) : (
        !error && (
          <div className={isPlaceholderData ? 'report-parts stale' : 'report-parts'}>
            <ExplorerChart question={question} answer={answer} chosen={chosen} />
            <ReportTable question={question} answer={answer} chosen={chosen} />
          </div>
        )
      )}
      <Foot answer={answer} />
      <Trust leads={answer} />
    </>
  );
}

/** What the table leaves open: rows that are not shown, and what no touch led to. */
function Foot({ answer }: { answer: Answer | undefined }) {
  const reading = useReading();
  if (!answer) return null;
  const untracked = Object.entries(answer.unattributed ?? {}).flatMap(([key, figure]) => {
    const field = answer.fields.find((each) => each.key === key || each.key.startsWith(`${key}.`));
    return field && figure ? [`${readFigure(figure, field.type, reading)} ${field.name.split(',')[0]}`] : [];
  });
  return (
    <p className="quiet small foot">
      {answer.row_count > SHOWN && `${SHOWN} of ${answer.row_count} rows; the CSV has all. `}
      {untracked.length > 0 && `Without a tracked touch: ${untracked.join(', ')}.`}
    </p>
  );
}

function Days({ dates }: { dates: { start: string; end: string } | undefined }) {
  const reading = useReading();
  return (
    <p className="quiet">{dates ? readRange(dates.start, dates.end, reading) : <Skeleton chars={24} />}</p>
  );
}

function Waiting() {
  return (
    <div className="head">
      <h1>
        <Skeleton chars={12} />
      </h1>
      <p>
        <Skeleton chars={60} />
      </p>
    </div>
  );
}
