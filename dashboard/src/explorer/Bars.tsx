/** The first rows of an answer, one beside the other. */

import type { Answer } from '../api/shapes';
import { huesOf } from '../design/series';
import { readFigure } from '../formats/figures';
import { useReading } from '../state/place';
import { DRAWN } from './question';

/** Whether a column is of a metric, in whatever model. */
export function isOf(key: string, metric: string): boolean {
  return key === metric || key.startsWith(`${metric}.`);
}

export function Bars({ answer, metric }: { answer: Answer; metric: string }) {
  const reading = useReading();
  const at = answer.fields.findIndex(({ key }) => isOf(key, metric));
  const field = answer.fields[at];
  const by = answer.fields[0]?.key ?? '';
  const rows = answer.rows.slice(0, 2 * DRAWN);
  const hues = huesOf(
    by,
    rows.map(([name]) => String(name)),
  );
  const top = Math.max(...rows.map((row) => Math.abs(Number(row[at] ?? 0))), 1e-9);
  return (
    <ul className="bars">
      {rows.map((row, index) => {
        const name = String(row[0]);
        const width = `${(100 * Math.abs(Number(row[at] ?? 0))) / top}%`;
        return (
          <li key={name}>
            <span className="bars-name">{name}</span>
            <span className="bars-track">
              <span style={{ width, background: `var(${hues[index]})` }} />
            </span>
            <span className="bars-figure">
              {readFigure(row[at] ?? null, field?.type ?? 'NUMBER', reading)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
