/** How soon a step must follow the one before it. */

import type { Step } from '../api/shapes';
import { Choice } from '../design/Choice';
import { readWithin, UNITS, type Unit, writeWithin } from './search';

const ANY = 'any';
const FIRST: Record<Unit, number> = { minute: 30, hour: 24, day: 14, week: 6 };
const MAX_DAYS = 3650;
const DAYS: Record<Unit, number> = { minute: 1 / 1440, hour: 1 / 24, day: 1, week: 7 };

export function Within({ step, onChange }: { step: Step; onChange: (step: Step) => void }) {
  const within = readWithin(step.within);
  const { within: _, ...rest } = step;
  const put = (count: number, unit: Unit) => {
    const isPossible = Number.isInteger(count) && count > 0 && count * DAYS[unit] <= MAX_DAYS;
    if (isPossible) onChange({ ...rest, within: writeWithin(count, unit) });
  };
  return (
    <span className="within">
      {within && (
        <>
          <span className="quiet">within</span>
          <input
            key={step.within}
            type="number"
            min={1}
            className="input short"
            aria-label="Within how many"
            defaultValue={within.count}
            onBlur={(event) =>
              event.target.valueAsNumber !== within.count && put(event.target.valueAsNumber, within.unit)
            }
            onKeyDown={(event) =>
              event.key === 'Enter' && put(event.currentTarget.valueAsNumber, within.unit)
            }
          />
        </>
      )}
      <Choice
        label="How soon after the step before"
        options={[
          { key: ANY, name: step.within && !within ? step.within : 'any time later' },
          ...UNITS.map((unit) => ({ key: unit, name: `${unit}s` })),
        ]}
        chosen={within?.unit ?? ANY}
        onChoose={(unit) => (unit === ANY ? onChange(rest) : put(FIRST[unit as Unit], unit as Unit))}
      />
    </span>
  );
}
