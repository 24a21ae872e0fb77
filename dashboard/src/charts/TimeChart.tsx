/** Figures over time, with their names above; what it draws with is loaded when it is first needed. */

import { lazy, Suspense, useMemo } from 'react';
import type { Panels } from './panels';

const Canvas = lazy(() => import('./Canvas').then(({ Canvas: part }) => ({ default: part })));

interface Props extends Panels {
  label: string;
  height: number;
}

export function TimeChart({ label, height, dates, scale, panels, reading, partialAt = null }: Props) {
  const told = useMemo(
    () => ({ dates, scale, panels, reading, partialAt }),
    [dates, scale, panels, reading, partialAt],
  );
  return (
    <figure className="chart">
      <figcaption>
        {panels.map((panel) => (
          <ul key={panel.name} className="legend">
            {panel.lines.map((line) => (
              <li key={line.name}>
                <i
                  className={line.isBefore ? 'dash' : 'dot'}
                  style={line.isBefore ? undefined : { background: `var(${line.hue})` }}
                />
                {line.name}
              </li>
            ))}
          </ul>
        ))}
      </figcaption>
      <div role="img" aria-label={label} style={{ height }}>
        <Suspense>
          <Canvas told={told} height={height} />
        </Suspense>
      </div>
    </figure>
  );
}
