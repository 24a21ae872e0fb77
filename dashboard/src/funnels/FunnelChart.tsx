/** Steps as bars, and between them how many were lost and how long the others took. */

import type { Answer } from '../api/shapes';
import { Skeleton } from '../design/Skeleton';
import { readFigure } from '../formats/figures';
import { useReading } from '../state/place';
import { type Passage, passagesOf, readSeconds } from './shape';

export function FunnelChart({ answer, count }: { answer: Answer | undefined; count: number }) {
  if (!answer) return <Waiting count={count} />;
  const before = answer.comparison ? passagesOf(answer.fields, answer.comparison) : [];
  return (
    <ol className="funnel" aria-label="Steps">
      {passagesOf(answer.fields, answer).map((passage, index) => (
        <Bar key={passage.step} passage={passage} before={before[index]} />
      ))}
    </ol>
  );
}

function Bar({ passage, before }: { passage: Passage; before: Passage | undefined }) {
  const reading = useReading();
  return (
    <li>
      {passage.step > 1 && <Between passage={passage} />}
      <div className="funnel-step">
        <span className="funnel-name clip" title={passage.name}>
          <span className="quiet">{passage.step}</span> {passage.name}
        </span>
        <span className="funnel-track">
          <span className="funnel-bar" style={{ width: `${passage.rateFromFirst}%` }} />
          {before && before.actors > 0 && (
            <span className="funnel-before" style={{ width: `${before.rateFromFirst}%` }} />
          )}
        </span>
        <span className="number">
          <strong>{readFigure(passage.actors, 'NUMBER', reading)}</strong>
        </span>
        <span className="number quiet">{readFigure(passage.rateFromFirst, 'PERCENT', reading)}</span>
      </div>
    </li>
  );
}

function Between({ passage }: { passage: Passage }) {
  const reading = useReading();
  return (
    <p className="funnel-between">
      <span aria-hidden="true">↓</span>
      <span>{`${readFigure(passage.rateFromPrevious, 'PERCENT', reading)} went on`}</span>
      <span>{`${readFigure(passage.lost, 'NUMBER', reading)} lost`}</span>
      {passage.medianSeconds !== null && passage.actors > 0 && (
        <span>{`half within ${readSeconds(passage.medianSeconds)}`}</span>
      )}
    </p>
  );
}

function Waiting({ count }: { count: number }) {
  return (
    <ol className="funnel" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <li key={`step ${index + 1}`}>
          {index > 0 && (
            <p className="funnel-between">
              <Skeleton chars={28} />
            </p>
          )}
          <div className="funnel-step">
            <Skeleton chars={14} />
            <span className="funnel-track funnel-wait" />
            <Skeleton chars={6} />
            <Skeleton chars={5} />
          </div>
        </li>
      ))}
    </ol>
  );
}
