/** The first rows of a report; each leads to the page where it can be looked into. */

import { Link } from '@tanstack/react-router';
import { useAnswer } from '../api/asking';
import type { Answer, Figure } from '../api/shapes';
import { FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { hueOf } from '../design/series';
import { readFigure } from '../formats/figures';
import { useAccount, useReading } from '../state/place';
import { carried, type FrameSearch, framed } from '../state/search';
import type { Short } from './figures';

const ROWS = 6;

export function ShortTable({ short, search }: { short: Short; search: FrameSearch }) {
  const { account_id } = useAccount();
  const { date_range, options, filters } = framed(search);
  const { data, error, refetch } = useAnswer(account_id, {
    type: short.report,
    dimensions: [short.dimension],
    metrics: [...short.metrics],
    date_range,
    ...(filters ? { filters } : {}),
    options: { ...options, limit: ROWS },
  });
  return (
    <section className="block">
      <div className="block-head">
        <h2>{short.name}</h2>
        <Link
          to={short.page}
          params={{ account: account_id }}
          search={{ ...carried(search), by: short.report === 'products' ? 'order.product' : short.dimension }}
          className="small"
        >
          {data ? `All ${data.row_count}` : 'All'}
          <span className="unseen"> {short.name}</span>
        </Link>
      </div>
      {error ? (
        <FaultNotice error={error} onRetry={() => void refetch()} />
      ) : (
        <Rows short={short} search={search} data={data} />
      )}
    </section>
  );
}

function Rows({ short, search, data }: { short: Short; search: FrameSearch; data: Answer | undefined }) {
  if (data && data.rows.length === 0) return <p className="quiet">Nothing in these days.</p>;
  return (
    <table className="table short">
      <thead>
        <tr>
          <th scope="col">{data?.fields[0]?.name ?? <Skeleton />}</th>
          {short.metrics.map((metric, index) => (
            <th key={metric} scope="col" className="number">
              {data?.fields[index + 1]?.name ?? <Skeleton />}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data ? (
          data.rows.map((row) => (
            <Row key={String(row[0])} row={row} data={data} short={short} search={search} />
          ))
        ) : (
          <Waiting />
        )}
      </tbody>
    </table>
  );
}

interface RowProps {
  row: Figure[];
  data: Answer;
  short: Short;
  search: FrameSearch;
}

function Row({ row, data, short, search }: RowProps) {
  const reading = useReading();
  const { account_id } = useAccount();
  const [value, ...figures] = row;
  const name = String(value ?? '–');
  const field = data.fields[0]?.key ?? '';
  const filters = [{ field: short.filter, op: 'is', value: name }];
  const top = Math.max(...data.rows.map((each) => Number(each[1] ?? 0)));
  return (
    <tr className={name.startsWith('(') ? 'nothing' : undefined}>
      <th scope="row">
        <Link
          to={short.page}
          params={{ account: account_id }}
          search={{ ...carried(search), filters }}
          title={name}
        >
          {name}
        </Link>
        <span
          className="share"
          style={{
            width: `${top > 0 ? (100 * Number(figures[0] ?? 0)) / top : 0}%`,
            background: `var(${field === 'channel' ? hueOf(field, name) : '--hue-1'})`,
          }}
        />
      </th>
      {figures.map((figure, index) => (
        <td key={data.fields[index + 1]?.key} className="number">
          {readFigure(figure, data.fields[index + 1]?.type ?? 'NUMBER', reading)}
        </td>
      ))}
    </tr>
  );
}

function Waiting() {
  return Array.from({ length: ROWS }, (_, row) => (
    <tr key={`row ${row + 1}`}>
      <th scope="row">
        <Skeleton chars={14 - row} />
      </th>
      <td className="number">
        <Skeleton chars={6} />
      </td>
      <td className="number">
        <Skeleton chars={4} />
      </td>
    </tr>
  ));
}
