/** The touches before a conversion: a strip whose widths are the credits, and the rule that named each. */

import type { ExplainedTouch, FigureType } from '../api/shapes';
import { hueOf } from '../design/series';
import { type Reading, readExactly, readFigure, readInstant } from '../formats/figures';

interface Props {
  touches: readonly ExplainedTouch[];
  type: FigureType;
  timezone: string;
  reading: Reading;
}

export function Touches({ touches, type, timezone, reading }: Props) {
  const shared = touches.filter(({ share }) => share !== null && share > 0);
  return (
    <>
      {shared.length > 0 && (
        <div className="strip" aria-hidden="true">
          {shared.map((touch) => (
            <span
              key={`${touch.at} ${touch.channel}`}
              data-counts={touch.counts || undefined}
              style={{ flexGrow: touch.share ?? 0, background: `var(${hueOf('channel', touch.channel)})` }}
            />
          ))}
        </div>
      )}
      <ol className="touches">
        {touches.map((touch, index) => (
          <li key={`${touch.at} ${index + 1}`} data-counts={touch.counts || undefined}>
            <i className="dot" style={{ background: `var(${hueOf('channel', touch.channel)})` }} />
            <span>
              <strong>{touch.channel}</strong> {[touch.source, touch.utm_campaign].filter(Boolean).join(', ')}
              <span className="quiet small touch-why">
                {readInstant(touch.at, timezone)} · {touch.rule.because}
              </span>
            </span>
            <span className="number quiet">
              {touch.share === null ? '' : readFigure(100 * touch.share, 'PERCENT', reading)}
            </span>
            <span className="number">{touch.share === 0 ? '–' : readExactly(touch.part, type, reading)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
