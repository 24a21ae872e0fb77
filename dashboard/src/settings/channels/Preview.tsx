/** What rules that are not saved yet would move, in touches and in revenue. */

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { request } from '../../api/request';
import { Skeleton } from '../../design/Skeleton';
import { readFigure } from '../../formats/figures';
import { useReading } from '../../state/place';
import { usePath } from '../asking';
import { Refusal } from '../parts';
import type { Move, Rule } from '../shapes';
import { sent } from './rules';

const SHOWN = 6;

export function Preview({ rules }: { rules: readonly Rule[] }) {
  const path = usePath()('channels/preview');
  const body = { rules: sent(rules) };
  const { data, error } = useQuery({
    queryKey: ['preview', path, body],
    queryFn: ({ signal }) => request<{ moves: Move[] }>(path, { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="once" aria-label="What this would move" aria-live="polite">
      {error && <Refusal error={error} />}
      {!data && !error && <Skeleton chars={60} />}
      {data?.moves.length === 0 && <p>This would move nothing that has happened so far.</p>}
      {data?.moves.slice(0, SHOWN).map((move) => (
        <Moved key={`${move.from} ${move.to}`} move={move} />
      ))}
      {data && data.moves.length > SHOWN && <p>And {data.moves.length - SHOWN} smaller ones.</p>}
      {data && data.moves.length > 0 && (
        <p className="quiet small">Revenue of all time, by the account’s own attribution model.</p>
      )}
    </section>
  );
}

function Moved({ move: { from, to, touches, contacts, revenue } }: { move: Move }) {
  const reading = useReading();
  return (
    <p>
      This would move <strong>{readFigure(touches, 'NUMBER', reading)}</strong>{' '}
      {touches === 1 ? 'touch' : 'touches'}
      {contacts > 0 && `, how ${readFigure(contacts, 'NUMBER', reading)} imported contacts came`} and{' '}
      <strong>{readFigure(revenue, 'CURRENCY', reading)}</strong> of revenue from <strong>{from}</strong> to{' '}
      <strong>{to}</strong>.
    </p>
  );
}
