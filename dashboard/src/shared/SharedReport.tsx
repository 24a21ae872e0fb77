/** A report as it can be read without any way on: what fits it for a chart, and a plain table. */

import type { Answer, Figure } from '../api/shapes';
import { TimeChart } from '../charts/TimeChart';
import '../cohorts/cohorts.css';
import { HeatMap } from '../cohorts/HeatMap';
import { SCALES } from '../cohorts/search';
import { cohortsOf } from '../cohorts/shape';
import { Bars } from '../explorer/Bars';
import { digitsOf, readBare, readChange, readDate, unitOf } from '../formats/figures';
import { dayIn, partialOf, timelineOf } from '../formats/timeline';
import { FunnelChart } from '../funnels/FunnelChart';
import '../funnels/funnels.css';
import { useReading } from '../state/place';
import { among } from '../state/search';
import type { SharedAnswer } from './Shared';

const HEIGHT = 280;

interface Props {
  answer: SharedAnswer | undefined;
  timezone: string;
}

export function SharedReport({ answer, timezone }: Props) {
  if (!answer) return <div className="chart-wait" />;
  if (answer.type === 'cohorts') return <Cohorts answer={answer} />;
  return (
    <div className="report-parts">
      <Chart answer={answer} timezone={timezone} />
      <Table answer={answer} />
    </div>
  );
}

function Cohorts({ answer }: { answer: SharedAnswer }) {
  const metric = answer.fields.at(-1)?.key ?? '';
  return (
    <HeatMap
      answer={answer}
      cohorts={cohortsOf(answer.fields, answer, metric)}
      metric={metric}
      unit={among(answer.date_range.scale, SCALES) ?? 'month'}
    />
  );
}

function Chart({ answer, timezone }: { answer: SharedAnswer; timezone: string }) {
  const reading = useReading();
  const [by, metric] = answer.fields.slice(-1 - answer.totals.length);
  if (answer.type === 'funnel') {
    return answer.fields.some(({ key }) => key === 'medianSeconds') ? (
      <FunnelChart answer={answer} count={answer.question.steps?.length ?? 0} />
    ) : null;
  }
  if (!by || !metric || answer.rows.length === 0) return null;
  if (by.key !== 'date') return <Bars answer={answer} metric={metric.key} />;
  const line = timelineOf(answer, answer.fields);
  return (
    <TimeChart
      label={`${metric.name} over time; the table below has the figures`}
      height={HEIGHT}
      dates={line.dates}
      scale={answer.date_range.scale}
      panels={[
        {
          name: metric.name,
          type: metric.type,
          kind: 'line',
          lines: [{ name: metric.name, hue: '--hue-1', values: line.of(metric.key) }],
        },
      ]}
      reading={reading}
      partialAt={partialOf(line.dates, answer.date_range, dayIn(timezone, Date.now()))}
    />
  );
}

function Table({ answer }: { answer: Answer }) {
  const reading = useReading();
  const { fields, rows, totals, comparison } = answer;
  const names = fields.length - totals.length;
  const digits = fields.map(({ type, aggregation }, at) =>
    digitsOf(type, aggregation, [...rows.map((row) => row[at] ?? null), totals[at - names] ?? null]),
  );
  const before = comparison?.rows ?? [];
  const isSame = (one: readonly Figure[], other: readonly Figure[]) =>
    one.slice(0, names).every((name, at) => name === other[at]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-frame" tabIndex={0} aria-label="Table">
      <table className="table report">
        <thead>
          <tr>
            {fields.map((field, at) => (
              <th key={field.key} scope="col" className={at === 0 ? 'first' : at < names ? '' : 'number'}>
                {field.name} <span className="quiet">{at < names ? '' : unitOf(field.type, reading)}</span>
              </th>
            ))}
          </tr>
          {answer.type !== 'funnel' && (
            <tr className="totals">
              <th scope="row" className="first" colSpan={names}>
                Total
              </th>
              {totals.map((total, at) => (
                <Cell
                  key={fields[at + names]?.key}
                  text={readBare(
                    total,
                    fields[at + names]?.type ?? 'NUMBER',
                    digits[at + names] ?? 0,
                    reading,
                  )}
                  change={readChange(total, comparison?.totals[at], reading)}
                />
              ))}
            </tr>
          )}
        </thead>
        <tbody>
          {rows.map((row) => {
            const then = before.find((each) => isSame(each, row));
            return (
              <tr key={row.slice(0, names).join(' ')}>
                {row.map((value, at) =>
                  at < names ? (
                    <Name
                      key={fields[at]?.key}
                      value={value}
                      isDate={fields[at]?.type === 'DATE'}
                      isFirst={at === 0}
                    />
                  ) : (
                    <Cell
                      key={fields[at]?.key}
                      text={readBare(value, fields[at]?.type ?? 'NUMBER', digits[at] ?? 0, reading)}
                      change={readChange(value, then?.[at], reading)}
                    />
                  ),
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Name({ value, isDate, isFirst }: { value: Figure; isDate: boolean; isFirst: boolean }) {
  const reading = useReading();
  const name = value === null ? '–' : isDate ? readDate(String(value), reading) : String(value);
  if (!isFirst) return <td>{name}</td>;
  return (
    <th scope="row" className="first">
      <span className="clip" title={name}>
        {name}
      </span>
    </th>
  );
}

function Cell({ text, change }: { text: string; change: string | null }) {
  return (
    <td className="number">
      <span className="cell">
        {text}
        {change && <span className="delta quiet">{change}</span>}
      </span>
    </td>
  );
}
