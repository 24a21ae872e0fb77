/** One part of a figure: who, when, how much, and the touches before it, as wide as their credit. */

import { Link } from '@tanstack/react-router';
import type { ExplainAnswer, Explained, FigureType } from '../api/shapes';
import { readExactly, readInstant } from '../formats/figures';
import { useAccount, useChosen, useReading } from '../state/place';
import { carried, readFrame } from '../state/search';
import { Touches } from './Touches';

export function Conversion({ told, answer }: { told: Explained; answer: ExplainAnswer | undefined }) {
  const reading = useReading();
  const { timezone } = useAccount();
  const type = answer?.terms.find(({ is_listed }) => is_listed)?.type ?? answer?.metric.type ?? 'NUMBER';
  const { conversion, touches = [] } = told;
  return (
    <li className="conversion">
      <div className="conversion-head">
        <span>
          <Who told={told} />
          <span className="quiet small conversion-when">
            {conversion && readInstant(conversion.at, timezone)}
            {conversion?.order_id && ` · order ${conversion.order_id}`}
          </span>
        </span>
        <Part told={told} type={type} />
      </div>
      {touches.length > 0 && <Touches touches={touches} type={type} timezone={timezone} reading={reading} />}
      {told.person && touches.length === 0 && <p className="quiet small">No touch was seen before it.</p>}
    </li>
  );
}

function Part({ told, type }: { told: Explained; type: FigureType }) {
  const reading = useReading();
  const isWhole = told.value === undefined || told.value === told.part;
  return (
    <span className="number">
      <strong>{readExactly(told.part, type, reading)}</strong>
      {!isWhole && (
        <span className="quiet small conversion-when">
          of {readExactly(told.value ?? null, type, reading)}
        </span>
      )}
    </span>
  );
}

function Who({ told }: { told: Explained }) {
  const { account_id } = useAccount();
  const [search] = useChosen(readFrame);
  const { person, row } = told;
  if (row) return <strong>{[row.ad, row.day].filter(Boolean).join(', ')}</strong>;
  const name = person?.name || person?.email || `Person ${person?.person_id}`;
  if (!person?.email) return <strong>{name}</strong>;
  return (
    <Link
      to="/$account/people/$contact"
      params={{ account: account_id, contact: person.email }}
      search={carried(search)}
      className="conversion-who"
    >
      {name}
    </Link>
  );
}
