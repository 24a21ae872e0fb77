/** The paths by how many took them, each with its share and its revenue; every figure opens what it is made of. */

import type { Answer, Figure, Question } from '../api/shapes';
import { Skeleton } from '../design/Skeleton';
import { hueOf } from '../design/series';
import { digitsOf, readBare, readFigure } from '../formats/figures';
import { useChosen, useReading } from '../state/place';
import { LISTED, readPaths } from './search';
import { stationsOf } from './shape';

interface Props {
  answer: Answer | undefined;
  question: Question;
}

export function PathList({ answer, question }: Props) {
  const { currency } = useReading();
  if (!answer) return <Skeleton chars={60} />;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-frame" tabIndex={0} aria-label="Paths">
        <table className="table report">
          <thead>
            <tr>
              <th scope="col" className="first path">
                {answer.fields[0]?.name}
              </th>
              <th scope="col" className="number">
                {answer.fields[1]?.name}
              </th>
              <th scope="col" className="number">
                Share <span className="quiet">%</span>
              </th>
              <th scope="col" className="number">
                {answer.fields[2]?.name} <span className="quiet">{currency}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row) => (
              <Row key={String(row[0])} row={row} answer={answer} question={question} />
            ))}
          </tbody>
        </table>
      </section>
      {answer.row_count > LISTED && (
        <p className="quiet small">{`${LISTED} of ${answer.row_count} paths; the CSV has all.`}</p>
      )}
    </>
  );
}

function Row({ row, answer, question }: { row: Figure[]; answer: Answer; question: Question }) {
  const reading = useReading();
  const [path = null, count = null] = row;
  const all = Number(answer.totals[0]) || 1;
  const digits = answer.fields.map(({ type, aggregation }, at) =>
    digitsOf(type, aggregation, [...answer.rows.map((each) => each[at] ?? null)]),
  );
  return (
    <tr className={stationsOf(path).length === 0 ? 'nothing' : undefined}>
      <th scope="row" className="first path">
        <Stations path={path} />
      </th>
      <Why row={row} at={1} answer={answer} question={question} digits={digits[1] ?? 0} />
      <td className="number">{readBare((100 * Number(count)) / all, 'PERCENT', 1, reading)}</td>
      <Why row={row} at={2} answer={answer} question={question} digits={digits[2] ?? 0} />
    </tr>
  );
}

function Stations({ path }: { path: Figure }) {
  const stations = stationsOf(path);
  if (stations.length === 0) return <span className="quiet">No tracked touch</span>;
  return (
    <ol className="stations">
      {stations.map((name, at) => (
        <li key={`${at + 1} ${name}`}>
          <i className="dot" style={{ background: `var(${hueOf('channel', name)})` }} />
          {name}
        </li>
      ))}
    </ol>
  );
}

interface WhyProps {
  row: Figure[];
  at: number;
  answer: Answer;
  question: Question;
  digits: number;
}

function Why({ row, at, answer, question, digits }: WhyProps) {
  const reading = useReading();
  const [, choose] = useChosen(readPaths);
  const field = answer.fields[at];
  const by = answer.fields[0];
  if (!field || !by) return null;
  const text = readBare(row[at] ?? null, field.type, digits, reading);
  const explain = () =>
    choose({
      explain: {
        type: question.type,
        metric: field.key,
        dimension: question.dimensions?.[0],
        row: { [by.key]: row[0] ?? null },
        filters: question.filters,
      },
    });
  return (
    <td className="number">
      <button
        type="button"
        className="figure"
        onClick={explain}
        aria-label={`${field.name}: ${text}. Why?`}
        title={readFigure(row[at] ?? null, field.type, reading)}
      >
        {text}
      </button>
    </td>
  );
}
