/** The table of a report: totals pinned, rows that open into the next dimension, every figure with its why. */

import type { Answer, Column, Question } from '../api/shapes';
import { Skeleton } from '../design/Skeleton';
import { huesOf } from '../design/series';
import { digitsOf, unitOf } from '../formats/figures';
import { useChosen, useReading } from '../state/place';
import { readExplorer } from '../state/search';
import { Figures } from './Figures';
import type { Chosen } from './question';
import { TableRow } from './TableRow';

interface Props {
  question: Question;
  answer: Answer | undefined;
  chosen: Chosen;
}

export function ReportTable({ question, answer, chosen }: Props) {
  if (!answer) return <Waiting columns={chosen.metrics.length + 1} />;
  const [by, ...metrics] = answer.fields;
  const digits = metrics.map(({ type, aggregation }, index) =>
    digitsOf(type, aggregation, [
      ...answer.rows.map((row) => row[index + 1] ?? null),
      answer.totals[index] ?? null,
    ]),
  );
  const names = answer.rows.map(([name]) => String(name));
  const found = huesOf(by?.key ?? '', names);
  const hues = new Map(names.map((name, index) => [name, found[index] ?? '--hue-quiet']));
  const scope = { question, answer, chosen, path: [], filters: [], digits, hues };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-frame" tabIndex={0} aria-label="Table">
      <table className={answer.comparison ? 'table report compared' : 'table report'}>
        <thead>
          <tr>
            <th scope="col" className="first">
              {by?.name}
            </th>
            {metrics.map((field) => (
              <Heading key={field.key} field={field} chosen={chosen} />
            ))}
          </tr>
          <tr className="totals">
            <th scope="row" className="first">
              Total
            </th>
            <Figures
              scope={scope}
              figures={answer.totals}
              before={answer.comparison?.totals}
              row={undefined}
            />
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row) => (
            <TableRow key={String(row[0])} scope={scope} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Heading({ field, chosen }: { field: Column; chosen: Chosen }) {
  const reading = useReading();
  const [, choose] = useChosen(readExplorer);
  const unit = unitOf(field.type, reading);
  const direction = sorted(field, chosen);
  const [name, model] = field.model ? field.name.split(/, (?=[^,]*$)/) : [field.name];
  return (
    <th scope="col" className="number" aria-sort={direction}>
      <button
        type="button"
        className="sort"
        onClick={() => choose({ sort: direction === 'descending' ? field.key : `-${field.key}` })}
      >
        {name}
        {unit && <span className="quiet"> {unit}</span>}
        <span aria-hidden="true" className="sort-mark">
          {direction === 'descending' ? '↓' : direction === 'ascending' ? '↑' : ''}
        </span>
        {model && <span className="quiet sort-model">{model}</span>}
      </button>
      {field.additive === false && (
        <span className="quiet small" title="Rows overlap: the total counts each once, and is not their sum.">
          overlaps
        </span>
      )}
    </th>
  );
}

/** Without a word about it, the first metric sorts, the greatest first. */
function sorted(field: Column, { sort, metrics, models }: Chosen): 'ascending' | 'descending' | 'none' {
  const first = models.length > 1 ? `${metrics[0]}.${models[0]}` : metrics[0];
  const by = sort ?? `-${first}`;
  if (by === field.key) return 'ascending';
  return by === `-${field.key}` ? 'descending' : 'none';
}

function Waiting({ columns }: { columns: number }) {
  return (
    <div className="table-frame">
      <table className="table report">
        <tbody>
          {Array.from({ length: 10 }, (_, row) => (
            <tr key={`row ${row + 1}`}>
              {Array.from({ length: columns }, (_, column) => (
                <td key={`column ${column + 1}`} className={column === 0 ? 'first' : 'number'}>
                  <Skeleton chars={column === 0 ? 14 - row / 2 : 6} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
