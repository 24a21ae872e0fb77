/** How far the figures can be trusted: how much of them has a tracked touch, and up to when they know everything. */

import { useEffect, useState } from 'react';
import type { Answer } from '../api/shapes';
import { readFigure } from '../formats/figures';
import { useReading } from '../state/place';

const TICK_MS = 5000;

export function Trust({ revenue, leads }: { revenue?: Answer | undefined; leads?: Answer | undefined }) {
  const reading = useReading();
  const parts = [
    { answer: revenue, of: 'orders' },
    { answer: leads, of: 'leads' },
  ].flatMap(({ answer, of }) => {
    const at = answer?.fields
      .filter(({ aggregation }) => aggregation)
      .findIndex(({ key }) => key === 'coverage');
    const share = at === undefined ? null : (answer?.totals[at] ?? null);
    // Of nothing, no share is tracked, and nobody need worry.
    return typeof share === 'number' && answer?.totals[0]
      ? [`${readFigure(share, 'PERCENT', reading)} of ${of}`]
      : [];
  });
  const freshness = (revenue ?? leads)?.freshness;
  return (
    <p className="trust quiet small">
      {parts.length > 0 && <span>{`${parts.join(' and ')} have a tracked touch`}</span>}
      {freshness?.as_of && <Fresh asOf={freshness.as_of} isCurrent={freshness.is_current} />}
    </p>
  );
}

export function Fresh({ asOf, isCurrent }: { asOf: string; isCurrent: boolean }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const age = ago(Math.max(0, now - Date.parse(asOf)) / 1000);
  return <span>{isCurrent ? `Up to ${age}` : `Still reading: up to ${age}`}</span>;
}

function ago(seconds: number): string {
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'always', style: 'short' });
  if (seconds < 5) return 'now';
  if (seconds < 60) return words.format(-Math.round(seconds), 'second');
  if (seconds < 3600) return words.format(-Math.round(seconds / 60), 'minute');
  return words.format(-Math.round(seconds / 3600), 'hour');
}
