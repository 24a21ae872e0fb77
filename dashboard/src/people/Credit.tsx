/** Who earned an order, under each model: a strip as wide as the credit, and what it says in words. */

import type { ModelRow } from '../api/shapes';
import { hueOf } from '../design/series';
import { readExactly, readFigure } from '../formats/figures';
import { useChosen, useReading } from '../state/place';
import { readFrame } from '../state/search';
import type { Part } from './credit';

interface Props {
  byModel: ReadonlyMap<string, readonly Part[]> | undefined;
  models: readonly ModelRow[];
}

export function Credit({ byModel, models }: Props) {
  const [search] = useChosen(readFrame);
  if (!byModel || byModel.size === 0) return null;
  const told = models.filter(({ key }) => byModel.has(key));
  const chosen =
    told.find(({ key }) => key === search.model) ?? told.find((each) => each.is_own_default) ?? told[0];
  if (!chosen) return null;
  return (
    <div className="credit">
      <OfModel model={chosen} parts={byModel.get(chosen.key) ?? []} />
      <details>
        <summary className="quiet small">Under each model</summary>
        <ul>
          {told.map((model) => (
            <li key={model.key}>
              <OfModel model={model} parts={byModel.get(model.key) ?? []} />
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function OfModel({ model, parts }: { model: ModelRow; parts: readonly Part[] }) {
  const reading = useReading();
  const whole = parts.reduce((sum, { amount }) => sum + amount, 0);
  const hue = (channel: string | null) =>
    channel === null ? 'var(--hue-quiet)' : `var(${hueOf('channel', channel)})`;
  const share = (amount: number) => readFigure((100 * amount) / whole, 'PERCENT', reading);
  const words = parts.map(({ channel, from, amount }) => {
    const where = [channel ?? 'no touch', from].filter(Boolean).join(', ');
    return `${where}: ${parts.length > 1 ? `${share(amount)}, ` : ''}${readExactly(amount, 'CURRENCY', reading)}`;
  });
  return (
    <div className="credit-of" data-model={model.key}>
      <span className="small">{model.name}</span>
      <span className="strip" aria-hidden="true">
        {parts.map(({ channel, from, amount }) => (
          <span
            key={`${channel} ${from}`}
            data-counts
            style={{ flexGrow: Math.abs(amount), background: hue(channel) }}
          />
        ))}
      </span>
      <span className="quiet small">{words.join(' · ')}</span>
    </div>
  );
}
