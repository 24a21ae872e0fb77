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

export function Touches({ touches, ...told }: Props) {
  const earned = touches.filter(({ share, counts }) => counts || (share !== null && share > 0));
  const idle = touches.filter((touch) => !earned.includes(touch));
  return (
    <>
      {earned.some(({ share }) => share) && <Strip touches={earned} />}
      <List touches={earned} {...told} />
      {idle.length > 0 && (
        <details>
          <summary className="quiet small">
            {`${idle.length} ${idle.length === 1 ? 'touch' : 'touches'} without credit`}
          </summary>
          <List touches={idle} {...told} />
        </details>
      )}
    </>
  );
}

function Strip({ touches }: { touches: readonly ExplainedTouch[] }) {
  return (
    <div className="strip" aria-hidden="true">
      {touches.map((touch, index) => (
        <span
          key={`${touch.at} ${index + 1}`}
          data-counts={touch.counts || undefined}
          style={{ flexGrow: touch.share ?? 0, background: `var(${hueOf('channel', touch.channel)})` }}
        />
      ))}
    </div>
  );
}

function List({ touches, type, timezone, reading }: Props) {
  return (
    <ol className="touches">
      {touches.map((touch, index) => (
        <li key={`${touch.at} ${index + 1}`} data-counts={touch.counts || undefined}>
          <i className="dot" style={{ background: `var(${hueOf('channel', touch.channel)})` }} />
          <span>
            <strong>{touch.channel}</strong> {from(touch)}
            <span className="quiet small touch-why">
              {readInstant(touch.at, timezone)} · {touch.rule.because}
            </span>
          </span>
          <span className="number quiet">
            {touch.share ? readFigure(100 * touch.share, 'PERCENT', reading) : ''}
          </span>
          <span className="number">{touch.share === 0 ? '–' : readExactly(touch.part, type, reading)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Where a touch came from, where that is more than the channel says. */
function from({ channel, source, utm_campaign }: ExplainedTouch): string {
  const isMore = source && source.toLowerCase() !== channel;
  return [isMore ? source : null, utm_campaign].filter(Boolean).join(', ');
}
