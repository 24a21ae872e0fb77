/** Cells to be read: a row for each cohort, a column for each age, deeper where there is more. */

import type { CSSProperties } from 'react';
import type { Answer, Column } from '../api/shapes';
import { EmptyNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { digitsOf, readBare, readFigure, unitOf } from '../formats/figures';
import { useReading } from '../state/place';
import type { Unit } from './search';
import { type Cohort, depthOf, nameOf, topOf } from './shape';

interface Props {
  answer: Answer | undefined;
  cohorts: readonly Cohort[] | undefined;
  metric: string;
  unit: Unit;
}

export function HeatMap({ answer, cohorts, metric, unit }: Props) {
  const reading = useReading();
  const field = answer?.fields.find(({ key }) => key === metric);
  if (!cohorts || !field) return <Waiting />;
  if (cohorts.length === 0) {
    return (
      <EmptyNotice title="No leads in these days">
        <p>Choose other days above, or take a filter away.</p>
      </EmptyNotice>
    );
  }
  const ages = Array.from({ length: Math.max(...cohorts.map(({ cells }) => cells.length)) }, (_, age) => age);
  const all = cohorts.flatMap(({ cells }) => cells);
  const drawn = { field, unit, digits: digitsOf(field.type, field.aggregation, all), top: topOf(cohorts) };
  const told = unitOf(field.type, reading);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-frame" tabIndex={0} aria-label="Cohorts">
        <table className="table report heat">
          <caption className="unseen">{`${field.name} by cohort and ${unit}s since opt-in`}</caption>
          <thead>
            <tr>
              <th scope="col" className="first">
                Cohort
              </th>
              <th scope="col" className="number">
                Leads
              </th>
              {ages.map((age) => (
                <th key={age} scope="col" className="number">
                  {age === 0 ? `Same ${unit}` : `+${age}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cohorts.map((cohort) => (
              <Row key={cohort.start} cohort={cohort} ages={ages} drawn={drawn} />
            ))}
          </tbody>
        </table>
      </section>
      <p className="quiet small">
        {`${field.name}${told ? ` in ${told}` : ''}, by ${unit}s since opt-in. Underlined cells are of the ${unit} that is still running.`}
      </p>
    </>
  );
}

interface Drawn {
  field: Column;
  unit: Unit;
  digits: number;
  top: number;
}

function Row({ cohort, ages, drawn }: { cohort: Cohort; ages: readonly number[]; drawn: Drawn }) {
  const reading = useReading();
  const { field, unit, digits, top } = drawn;
  const name = nameOf(cohort.start, unit);
  return (
    <tr>
      <th scope="row" className="first">
        {name}
      </th>
      <td className="number">{readFigure(cohort.leads, 'NUMBER', reading)}</td>
      {ages.map((age) => {
        const figure = cohort.cells[age];
        if (figure === undefined) return <td key={age} />;
        const style = { '--depth': `${depthOf(figure, top)}%` } as CSSProperties;
        return (
          <td
            key={age}
            className="number heat-cell"
            data-running={age === cohort.cells.length - 1 || undefined}
            style={style}
            title={`${name}, ${age} ${unit}${age === 1 ? '' : 's'} after: ${readFigure(figure, field.type, reading)}`}
          >
            {readBare(figure, field.type, digits, reading)}
          </td>
        );
      })}
    </tr>
  );
}

const WAITING = 6;

function Waiting() {
  return (
    <div className="table-frame">
      <table className="table report heat">
        <tbody>
          {Array.from({ length: WAITING }, (_, row) => (
            <tr key={`row ${row + 1}`}>
              {Array.from({ length: WAITING + 2 - row }, (_, column) => (
                <td key={`column ${column + 1}`} className={column === 0 ? 'first' : 'number'}>
                  <Skeleton chars={column === 0 ? 10 : 5} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
