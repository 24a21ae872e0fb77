/** The values that there are in the chosen days, the most frequent first, to be picked instead of typed. */

import { useAnswer, useReports } from '../api/asking';
import { useAccount, useChosen } from '../state/place';
import { framed, readFrame } from '../state/search';
import type { Field } from './shape';

const ASKED = 100;
const SHOWN = 8;

interface Props {
  known: NonNullable<Field['known']>;
  typed: string;
  picked: readonly string[];
  onPick: (value: string) => void;
}

export function Suggestions({ known, typed, picked, onPick }: Props) {
  const { account_id } = useAccount();
  const [search] = useChosen(readFrame);
  const { data: reports } = useReports(account_id);
  const metric = reports?.find(({ key }) => key === known.report)?.default_metrics[0];
  const { data } = useAnswer(
    account_id,
    {
      type: known.report,
      dimensions: [known.dimension],
      metrics: metric ? [metric] : [],
      date_range: framed(search).date_range,
      options: { limit: ASKED },
    },
    metric !== undefined,
  );
  // While another field is asked for, the last answer is of the one before.
  const values = (data?.type === known.report ? data.rows : []).flatMap(([value]) =>
    value === null || value === undefined ? [] : [String(value)],
  );
  const sought = (typed.split(',').at(-1) ?? '').trim().toLowerCase();
  const fitting = values.filter((value) => picked.includes(value) || value.toLowerCase().includes(sought));
  if (fitting.length === 0) return null;
  return (
    <fieldset className="suggested" aria-label="Values in these days">
      {[...new Set(fitting)].slice(0, SHOWN).map((value) => (
        <button
          key={value}
          type="button"
          className="button"
          aria-pressed={picked.includes(value)}
          title={value}
          onClick={() => onPick(value)}
        >
          <span className="clip">{value}</span>
        </button>
      ))}
    </fieldset>
  );
}
