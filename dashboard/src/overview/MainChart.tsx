/** Revenue and leads over time, one above the other: two units never share an axis. */

import { useMemo } from 'react';
import type { Answer } from '../api/shapes';
import type { Panel } from '../charts/panels';
import { TimeChart } from '../charts/TimeChart';
import { partialOf, timelineOf } from '../formats/timeline';
import { useReading, useToday } from '../state/place';

const HEIGHT = 320;

export function MainChart({ revenue, leads }: { revenue: Answer | undefined; leads: Answer | undefined }) {
  const reading = useReading();
  const today = useToday();
  const panels = useMemo(
    () => (revenue && leads ? [panel('Revenue', 'revenue', revenue), panel('Leads', 'leads', leads)] : []),
    [revenue, leads],
  );
  const dates = useMemo(() => (revenue ? timelineOf(revenue, revenue.fields).dates : []), [revenue]);
  return (
    <section className="block" aria-label="Revenue and leads over time">
      {revenue && panels.length > 0 ? (
        <TimeChart
          label="Revenue and leads over time; the tables below have the figures"
          height={HEIGHT}
          dates={dates}
          scale={revenue.date_range.scale}
          panels={panels}
          partialAt={partialOf(dates, revenue.date_range, today)}
          reading={reading}
        />
      ) : (
        <div className="chart-wait" />
      )}
    </section>
  );
}

function panel(name: string, key: string, answer: Answer): Panel {
  const before = answer.comparison;
  const type = answer.fields.find((field) => field.key === key)?.type ?? 'NUMBER';
  const lines = [
    {
      name,
      hue: key === 'revenue' ? '--hue-1' : '--hue-3',
      values: timelineOf(answer, answer.fields).of(key),
    },
  ];
  if (!before) return { name, type, kind: 'line', lines };
  const then = {
    name: `${name} before`,
    hue: '--hue-quiet',
    values: timelineOf(before, answer.fields).of(key),
  };
  return { name, type, kind: 'line', lines: [...lines, { ...then, isBefore: true }] };
}
