/** One figure, its change and its course. */

import type { Answer, Figure } from '../api/shapes';
import { Sparkline } from '../charts/Sparkline';
import { Skeleton } from '../design/Skeleton';
import { readChange, readFigure } from '../formats/figures';
import { partialOf, timelineOf } from '../formats/timeline';
import { useChosen, useReading, useToday } from '../state/place';
import { readFrame } from '../state/search';
import type { Told } from './figures';

export function FigureCard({ told, answer }: { told: Told; answer: Answer | undefined }) {
  const today = useToday();
  const [{ model }, choose] = useChosen(readFrame);
  const reading = useReading();
  const field = answer?.fields.find(({ key }) => key === told.metric);
  if (!answer || !field) return <Waiting name={told.name} />;
  const now = total(answer, told.metric);
  const before = answer.comparison ? total(answer, told.metric, answer.comparison.totals) : undefined;
  const explain = () => choose({ explain: { type: told.report, metric: told.metric, model } });
  return (
    <li className="card">
      <h2 className="card-name">{told.name}</h2>
      <button type="button" className="figure card-figure" onClick={explain} title="Why is it this figure?">
        {readFigure(now, field.type, reading)}
      </button>
      <Change
        now={now}
        before={before}
        text={before === undefined ? '' : readFigure(before, field.type, reading)}
      />
      {told.with && (
        <p className="small quiet">
          {answer.fields.find(({ key }) => key === told.with)?.name}{' '}
          {readFigure(total(answer, told.with), 'NUMBER', reading)}
        </p>
      )}
      <Sparkline
        values={whole(answer, told.metric, today)}
        before={answer.comparison ? timelineOf(answer.comparison, answer.fields).of(told.metric) : undefined}
      />
    </li>
  );
}

/** The course of a metric as far as its dates are over. */
function whole(answer: Answer, metric: string, today: string): (number | null)[] {
  const { dates, of } = timelineOf(answer, answer.fields);
  const at = partialOf(dates, answer.date_range, today) ?? dates.length;
  return of(metric).map((value, place) => (place < at ? value : null));
}

function Waiting({ name }: { name: string }) {
  return (
    <li className="card">
      <h2 className="card-name">{name}</h2>
      <span className="card-figure">
        <Skeleton chars={5} />
      </span>
      <p className="small">
        <Skeleton chars={16} />
      </p>
      <Sparkline values={[]} />
    </li>
  );
}

function Change({ now, before, text }: { now: Figure; before: Figure | undefined; text: string }) {
  const reading = useReading();
  if (before === undefined) return <p className="small quiet">&nbsp;</p>;
  const change = readChange(now, before, reading);
  return (
    <p className="small quiet">
      {change && <strong className="change">{change}</strong>} {change ? 'from' : 'before:'} {text}
    </p>
  );
}

/** A metric's total; totals stand in the order of the metrics, which are the fields after the dimensions. */
export function total(answer: Answer, key: string, totals: readonly Figure[] = answer.totals): Figure {
  const metrics = answer.fields.slice(answer.fields.length - answer.totals.length);
  return totals[metrics.findIndex((field) => field.key === key)] ?? null;
}
