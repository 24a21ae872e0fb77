/** Which days, and what they are compared with. */

import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { readRange } from '../formats/figures';
import { useChosen } from '../state/place';
import { DEFAULT_RANGE, isDay, RANGES, rangeOf } from '../state/range';
import { type Compare, readFrame } from '../state/search';

const COMPARES: readonly { key: Compare; name: string; short: string }[] = [
  { key: 'previous_period', name: 'The days before', short: 'vs the days before' },
  { key: 'previous_year', name: 'The year before', short: 'vs the year before' },
  { key: 'none', name: 'Nothing', short: '' },
];

export function RangePicker() {
  const [{ range: key = DEFAULT_RANGE, compare = 'previous_period' }, choose] = useChosen(readFrame);
  const [isOpen, setOpen] = useState(false);
  const range = rangeOf(key);
  const name = isDay(range.start) ? readRange(range.start, range.end, { currency: '' }) : range.name;
  const pick = (chosen: string) => {
    choose({ range: chosen === DEFAULT_RANGE ? undefined : chosen });
    setOpen(false);
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="button">
        {name}
        <span className="quiet top-compare">{COMPARES.find((each) => each.key === compare)?.short}</span>
        <span className="after" aria-hidden="true">
          ▾
        </span>
      </Button>
      <Popover className="float" placement="bottom start">
        <Dialog aria-label="Days" className="ranges">
          <div className="ranges-named">
            {RANGES.map((each) => (
              <button
                key={each.key}
                type="button"
                className="button plain"
                aria-pressed={each.key === key}
                onClick={() => pick(each.key)}
              >
                {each.name}
              </button>
            ))}
          </div>
          <CustomRange range={range} onPick={pick} />
          <fieldset className="ranges-compare">
            <legend>Compared with</legend>
            {COMPARES.map((each) => (
              <label key={each.key}>
                <input
                  type="radio"
                  name="compare"
                  checked={each.key === compare}
                  onChange={() => choose({ compare: each.key === 'previous_period' ? undefined : each.key })}
                />
                {each.name}
              </label>
            ))}
          </fieldset>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function CustomRange({
  range,
  onPick,
}: {
  range: { start: string; end: string };
  onPick: (key: string) => void;
}) {
  const [start, setStart] = useState(isDay(range.start) ? range.start : '');
  const [end, setEnd] = useState(isDay(range.end) ? range.end : '');
  const isWhole = isDay(start) && isDay(end) && start <= end;
  return (
    <form
      className="ranges-custom"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) onPick(`${start}..${end}`);
      }}
    >
      <label className="field">
        <span>From</span>
        <input
          type="date"
          className="input short"
          value={start}
          onChange={(event) => setStart(event.target.value)}
        />
      </label>
      <label className="field">
        <span>To, included</span>
        <input
          type="date"
          className="input short"
          value={end}
          min={start}
          onChange={(event) => setEnd(event.target.value)}
        />
      </label>
      <button type="submit" className="button main" disabled={!isWhole}>
        Show these days
      </button>
    </form>
  );
}
