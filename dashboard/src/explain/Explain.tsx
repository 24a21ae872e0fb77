/** "Why is it this figure?": the formula in words, what it is made of, and at the bottom the sum, equal to the figure. */

import { useState } from 'react';
import { Heading } from 'react-aria-components';
import { useExplanation } from '../api/asking';
import type { ExplainAnswer, ExplainQuestion } from '../api/shapes';
import { Copy } from '../design/Copy';
import { FaultNotice } from '../design/Notice';
import { Sheet } from '../design/Sheet';
import { Skeleton } from '../design/Skeleton';
import { curlOf } from '../explorer/question';
import { readExactly, readRange } from '../formats/figures';
import { useAccount, useChosen, useReading } from '../state/place';
import { type Explaining, type FrameSearch, framed, readFrame } from '../state/search';
import { Conversion } from './Conversion';
import { Formula } from './Formula';

const PAGE = 20;

export function Explain({ explaining }: { explaining: Explaining }) {
  const { account_id } = useAccount();
  const [search, choose] = useChosen(readFrame);
  const [term, setTerm] = useState<string>();
  const [wantsSql, setWantsSql] = useState(false);
  const question = questionOf(explaining, search, term);
  const asked = useExplanation(account_id, question);
  const first = asked.data?.pages[0];
  return (
    <Sheet label="Why is it this figure?" isOpen isDrawer onClose={() => choose({ explain: undefined })}>
      <Head answer={first} onClose={() => choose({ explain: undefined })} />
      {asked.error && <FaultNotice error={asked.error} onRetry={() => void asked.refetch()} />}
      {first ? <Formula answer={first} onTerm={setTerm} /> : !asked.error && <Waiting />}
      <ol className="conversions">
        {asked.data?.pages.flatMap(({ conversions, page }) =>
          conversions.map((each, index) => (
            <Conversion key={`${page} ${index + 1}`} told={each} answer={first} />
          )),
        )}
      </ol>
      {asked.hasNextPage && first && (
        <p>
          <button
            type="button"
            className="button"
            disabled={asked.isFetchingNextPage}
            onClick={() => void asked.fetchNextPage()}
          >
            {`Show more of ${first.count}`}
          </button>
        </p>
      )}
      {first && <Sum answer={first} />}
      <div className="explain-foot">
        <button
          type="button"
          className="button"
          aria-pressed={wantsSql}
          onClick={() => setWantsSql(!wantsSql)}
        >
          {wantsSql ? 'Hide SQL' : 'Show SQL'}
        </button>
        <Copy
          text={curlOf(window.location.origin, account_id, 'explain', question)}
          label="Copy as API call"
        />
      </div>
      {wantsSql && <Sql account={account_id} question={question} />}
    </Sheet>
  );
}

function questionOf(explaining: Explaining, search: FrameSearch, term: string | undefined): ExplainQuestion {
  const { type, metric, dimension, row, model } = explaining;
  const { date_range, ...frame } = framed(search);
  const filters = explaining.filters ?? frame.filters;
  const chosen = model ?? search.model;
  return {
    type,
    metric,
    date_range,
    limit: PAGE,
    ...(dimension ? { dimensions: [dimension] } : {}),
    ...(row ? { row } : {}),
    ...(filters ? { filters } : {}),
    ...(term ? { term } : {}),
    ...(chosen ? { options: { attribution_model: chosen } } : {}),
  };
}

function Head({ answer, onClose }: { answer: ExplainAnswer | undefined; onClose: () => void }) {
  const reading = useReading();
  const where = Object.values(answer?.row ?? {}).join(', ');
  return (
    <div className="explain-head">
      <button type="button" className="button plain explain-close" onClick={onClose}>
        Close
      </button>
      <Heading slot="title" className="quiet">
        {answer ? `${answer.metric.name}${where ? `, ${where}` : ''}` : <Skeleton chars={16} />}
      </Heading>
      <p className="explain-figure" data-testid="explained-figure">
        {answer ? readExactly(answer.figure, answer.metric.type, reading) : <Skeleton chars={5} />}
      </p>
      <p className="quiet small">
        {answer ? (
          `${readRange(answer.date_range.start, answer.date_range.end, reading)}, ${answer.model.replaceAll('_', ' ')}`
        ) : (
          <Skeleton chars={20} />
        )}
      </p>
    </div>
  );
}

function Sum({ answer }: { answer: ExplainAnswer }) {
  const reading = useReading();
  const listed = answer.terms.find(({ is_listed }) => is_listed);
  const type = listed?.type ?? answer.metric.type;
  return (
    <dl className="sum">
      <dt>
        {`Sum of all ${answer.count} parts`}
        {answer.terms.length > 1 && listed && `: ${listed.name}`}
      </dt>
      <dd className="number" data-testid="explained-sum">
        {readExactly(answer.sum, type, reading)}
      </dd>
    </dl>
  );
}

function Sql({ account, question }: { account: string; question: ExplainQuestion }) {
  const asked = useExplanation(account, {
    ...question,
    limit: 1,
    options: { ...question.options, sql: true },
  });
  if (asked.error) return <FaultNotice error={asked.error} onRetry={() => void asked.refetch()} />;
  return (
    <div className="explain-sql">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="code" tabIndex={0}>
        {asked.data?.pages[0]?.sql ?? 'Asking …'}
      </pre>
    </div>
  );
}

function Waiting() {
  return (
    <div className="explain-wait">
      {Array.from({ length: 6 }, (_, row) => (
        <p key={`row ${row + 1}`}>
          <Skeleton chars={40 - 3 * row} />
        </p>
      ))}
    </div>
  );
}
