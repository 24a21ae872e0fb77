/** The first rows of the table over time, or one beside the other. */

import { useMemo } from 'react';
import { useAnswer } from '../api/asking';
import type { Answer, Figure, Question } from '../api/shapes';
import type { Panel } from '../charts/panels';
import { TimeChart } from '../charts/TimeChart';
import { Choice } from '../design/Choice';
import { huesOf } from '../design/series';
import { readFigure } from '../formats/figures';
import { partialOf, timelineOf } from '../formats/timeline';
import { useAccount, useChosen, useReading, useToday } from '../state/place';
import { DEFAULT_RANGE, rangeOf, scaleOf } from '../state/range';
import { type Chart, readExplorer } from '../state/search';
import { type Chosen, DRAWN, timeQuestion } from './question';

const HEIGHT = 280;
const KINDS: readonly { key: Chart; name: string }[] = [
  { key: 'line', name: 'Lines' },
  { key: 'stacked', name: 'Stacked' },
  { key: 'bar', name: 'Bars' },
];

interface Props {
  question: Question;
  answer: Answer | undefined;
  chosen: Chosen;
}

export function ExplorerChart({ question, answer, chosen }: Props) {
  const [{ chart = 'line' }, choose] = useChosen(readExplorer);
  const metric = answer?.fields.find(({ key }) => isOf(key, drawn(chosen)));
  return (
    <section className="block">
      <div className="block-head">
        <h2>{metric?.name ?? ' '}</h2>
        <Choice
          label="Chart"
          options={KINDS}
          chosen={chart}
          onChoose={(key) => choose({ chart: key === 'line' ? undefined : (key as Chart) })}
        />
      </div>
      {!answer && <div className="chart-wait" />}
      {answer && chart === 'bar' && <Bars answer={answer} chosen={chosen} />}
      {answer && chart !== 'bar' && (
        <OverTime question={question} answer={answer} chosen={chosen} kind={chart} />
      )}
    </section>
  );
}

/** The metric that the chart shows: what the table is sorted by, or its first one. */
function drawn({ sort, metrics }: Chosen): string {
  const sorted = sort?.replace(/^-/, '').split('.')[0];
  return metrics.find((key) => key === sorted) ?? metrics[0] ?? '';
}

/** Whether a column is of a metric, in whatever model. */
function isOf(key: string, metric: string): boolean {
  return key === metric || key.startsWith(`${metric}.`);
}

function OverTime({ question, answer, chosen, kind }: Props & { answer: Answer; kind: 'line' | 'stacked' }) {
  const { account_id } = useAccount();
  const reading = useReading();
  const today = useToday();
  const [search] = useChosen(readExplorer);
  const names = useMemo(() => answer.rows.slice(0, DRAWN).map(([name]) => String(name)), [answer]);
  const scale = scaleOf(rangeOf(search.range ?? DEFAULT_RANGE));
  const asked = timeQuestion(question, names, scale, drawn(chosen));
  const { data } = useAnswer(account_id, asked);
  const told = useMemo(() => (data ? panelOf(data, names, kind) : null), [data, names, kind]);
  if (!told) return <div className="chart-wait" />;
  return (
    <TimeChart
      label={`${told.panel.name} over time by ${answer.fields[0]?.name}; the table below has the figures`}
      height={HEIGHT}
      dates={told.dates}
      scale={scale}
      panels={told.panels}
      partialAt={data ? partialOf(told.dates, data.date_range, today) : null}
      reading={reading}
    />
  );
}

function panelOf(data: Answer, names: string[], kind: 'line' | 'stacked') {
  const [date, by, metric] = data.fields;
  if (!date || !by || !metric) return null;
  const hues = huesOf(by.key, names);
  const timelines = names.map((name) => {
    const rows = data.rows
      .filter((row) => String(row[1]) === name)
      .map((row): Figure[] => [row[0] ?? null, row[2] ?? null]);
    return timelineOf({ ...data, rows: anchored(rows, data) }, [date, metric]);
  });
  const panel: Panel = {
    name: metric.name,
    type: metric.type,
    kind,
    lines: names.map((name, index) => ({
      name,
      hue: hues[index] ?? '--hue-quiet',
      values: timelines[index]?.of(metric.key) ?? [],
    })),
  };
  return { panel, panels: [panel], dates: timelines[0]?.dates ?? [] };
}

/** Weeks are cut where the server cuts them, also for a row that has none: any date of the answer tells where. */
function anchored(rows: Figure[][], data: Answer): Figure[][] {
  const first = data.rows[0]?.[0] ?? null;
  return rows.length > 0 || first === null ? rows : [[first, null]];
}

function Bars({ answer, chosen }: { answer: Answer; chosen: Chosen }) {
  const reading = useReading();
  const at = answer.fields.findIndex(({ key }) => isOf(key, drawn(chosen)));
  const field = answer.fields[at];
  const by = answer.fields[0]?.key ?? '';
  const rows = answer.rows.slice(0, 2 * DRAWN);
  const hues = huesOf(
    by,
    rows.map(([name]) => String(name)),
  );
  const top = Math.max(...rows.map((row) => Math.abs(Number(row[at] ?? 0))), 1e-9);
  return (
    <ul className="bars">
      {rows.map((row, index) => {
        const name = String(row[0]);
        const width = `${(100 * Math.abs(Number(row[at] ?? 0))) / top}%`;
        return (
          <li key={name}>
            <span className="bars-name">{name}</span>
            <span className="bars-track">
              <span style={{ width, background: `var(${hues[index]})` }} />
            </span>
            <span className="bars-figure">
              {readFigure(row[at] ?? null, field?.type ?? 'NUMBER', reading)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
