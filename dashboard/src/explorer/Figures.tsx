/** The figures of one row, each a way to what it is made of, with its change or its difference between models. */

import type { Answer, Column, Condition, Figure, Question } from '../api/shapes';
import type { Hue } from '../design/series';
import { readBare, readChange, readFigure } from '../formats/figures';
import { useChosen, useReading } from '../state/place';
import { readExplorer } from '../state/search';
import type { Chosen } from './question';

/** Where a row stands: in which answer, and under which rows. */
export interface Scope {
  question: Question;
  answer: Answer;
  chosen: Chosen;
  /** The names of the rows above that were opened. */
  path: readonly string[];
  filters: readonly Condition[];
  /** How many digits each column has after the point. */
  digits: readonly number[];
  /** The hues of the outermost rows by name, as the chart has them. */
  hues: ReadonlyMap<string, Hue>;
}

interface Props {
  scope: Scope;
  figures: readonly Figure[];
  before: readonly Figure[] | undefined;
  /** What the row is called by; nothing for the total. */
  row: Record<string, Figure> | undefined;
}

export function Figures({ scope, figures, before, row }: Props) {
  const reading = useReading();
  const [, choose] = useChosen(readExplorer);
  const { answer, chosen, question } = scope;
  const fields = answer.fields.slice(1);
  const explain = (field: Column) => {
    const metric = field.model ? field.key.slice(0, -field.model.length - 1) : field.key;
    choose({
      explain: {
        type: question.type,
        metric,
        dimension: row && question.dimensions?.[0],
        row,
        filters: question.filters,
        model: field.model ?? chosen.models[0],
      },
    });
  };
  return fields.map((field, index) => {
    const value = figures[index] ?? null;
    const text = readBare(value, field.type, scope.digits[index] ?? 0, reading);
    const change = before && readChange(value, before[index], reading);
    return (
      <td key={field.key} className="number">
        <span className="cell">
          <button
            type="button"
            className="figure"
            disabled={value === null}
            onClick={() => explain(field)}
            aria-label={`${field.name}: ${text}. Why?`}
          >
            {text}
          </button>
          {answer.comparison && <span className="delta quiet">{change ?? ''}</span>}
          {field.model && (
            <Difference scope={scope} index={index} figures={figures} isTotal={row === undefined} />
          )}
        </span>
      </td>
    );
  });
}

interface DifferenceProps {
  scope: Scope;
  index: number;
  figures: readonly Figure[];
  isTotal: boolean;
}

/** How far a model's figure is from that of the chosen model, which stands first: to the left less, to the right more. */
function Difference({ scope, index, figures, isTotal }: DifferenceProps) {
  const { answer, chosen } = scope;
  const reading = useReading();
  const first = index - (index % chosen.models.length);
  if (first === index || isTotal) return <span className="diverge" data-none />;
  const apart = (row: readonly Figure[], shift: number) =>
    Number(row[index + shift] ?? 0) - Number(row[first + shift] ?? 0);
  const most = Math.max(...answer.rows.map((row) => Math.abs(apart(row, 1))), 1e-9);
  const difference = apart(figures, 0);
  const width = `${(50 * Math.abs(difference)) / most}%`;
  const type = answer.fields[index + 1]?.type ?? 'NUMBER';
  const title = `${difference > 0 ? '+' : ''}${readFigure(difference, type, reading)} against the chosen model`;
  return (
    <span className="diverge" title={title}>
      <span
        style={difference < 0 ? { right: '50%', width } : { left: '50%', width }}
        data-less={difference < 0 || undefined}
      />
    </span>
  );
}
