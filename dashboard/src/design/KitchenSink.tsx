/** Every part of the design beside the others, to be looked at in both themes; only in development. */

import { Sparkline } from '../charts/Sparkline';
import { TimeChart } from '../charts/TimeChart';
import { Choice } from './Choice';
import { Copy } from './Copy';
import { Mark } from './Mark';
import { EmptyNotice, FaultNotice } from './Notice';
import { Skeleton } from './Skeleton';
import { switchTheme } from './theme';

const HUES = ['1', '2', '3', '4', '5', '6', '7', '8', 'quiet'].map((name) => `--hue-${name}`);
const DATES = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
const LINES = HUES.map((hue, index) => ({
  name: hue,
  hue,
  values: DATES.map((_, day) => 10 + ((index * 7 + day * 5) % 13)),
}));

export function KitchenSink() {
  return (
    <main className="page">
      <h1>
        <Mark /> Kitchen sink
      </h1>
      <div className="bar">
        <button type="button" className="button" onClick={switchTheme}>
          Theme
        </button>
        <button type="button" className="button main">
          Main
        </button>
        <button type="button" className="button plain">
          Plain
        </button>
        <button type="button" className="button" aria-pressed>
          Pressed
        </button>
        <button type="button" className="button" disabled>
          Disabled
        </button>
        <Choice
          label="Choice"
          options={[{ key: 'a', name: 'One', doc: 'What it means.' }]}
          chosen="a"
          onChoose={() => {}}
        />
        <Copy text="copied" label="Copy" />
      </div>
      <input className="input" aria-label="Field" placeholder="Field" />
      <p>
        Text <span className="quiet">quiet</span> <a href="#root">to the top of the page</a> <code>code</code>{' '}
        <kbd>k</kbd> <Skeleton chars={12} />
      </p>
      <FaultNotice error={new Error('What happened.')} onRetry={() => {}} />
      <EmptyNotice title="Nothing yet">
        <p>The one thing to do.</p>
      </EmptyNotice>
      <Sparkline values={[1, 4, 2, 6]} before={[2, 2, 3, 3]} />
      {(['line', 'stacked', 'bar'] as const).map((kind) => (
        <TimeChart
          key={kind}
          label={kind}
          height={240}
          dates={DATES}
          scale="day"
          panels={[{ name: kind, type: 'NUMBER', kind, lines: LINES }]}
          reading={{ currency: 'EUR' }}
        />
      ))}
    </main>
  );
}
