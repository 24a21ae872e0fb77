/** How conversions flowed from station to station: a Sankey, loaded when it is first needed. */

import { useEffect, useMemo, useRef } from 'react';
import type { Answer } from '../api/shapes';
import { colourOf, hueOf } from '../design/series';
import { useColours } from '../design/theme';
import { readFigure } from '../formats/figures';
import { useReading } from '../state/place';
import { init } from './engine';
import { type Flow, flowOf, OTHERS } from './shape';

const HEIGHT = 400;

export function FlowChart({ answer, end }: { answer: Answer; end: string }) {
  const place = useRef<HTMLDivElement>(null);
  const colours = useColours();
  const reading = useReading();
  const flow = useMemo(() => flowOf(answer.rows, end), [answer, end]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read from the page while drawing
  useEffect(() => {
    if (!place.current) return;
    const chart = init(place.current, null, { renderer: 'canvas', height: HEIGHT });
    chart.setOption(optionOf(flow, (count) => readFigure(count, 'NUMBER', reading)));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [flow, reading, colours]);
  if (flow.links.length === 0) return <p className="quiet">No path in these days has a tracked touch.</p>;
  return (
    <>
      <p className="quiet small">
        The paths of the list above, the last four stations of each. What is rare stands together as “others”.
      </p>
      <div
        role="img"
        aria-label="How conversions flowed from station to station; the list above has the paths"
      >
        <div ref={place} className="chart-canvas flow" />
      </div>
    </>
  );
}

interface At {
  dataType: 'node' | 'edge';
  name: string;
  value: number;
  data: { shown?: string; from?: string; to?: string };
}

/** What is no station has no hue of its own. */
const hueAt = (name: string, isEnd: boolean) => {
  if (isEnd) return '--ink-2';
  return name === OTHERS ? '--hue-quiet' : hueOf('channel', name);
};

function optionOf({ nodes, links }: Flow, read: (count: number) => string) {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const last = Math.max(...nodes.map(({ column }) => column));
  const family = getComputedStyle(document.body).fontFamily;
  return {
    animation: false,
    tooltip: {
      trigger: 'item',
      // An element of our own: text with styles in it would be against the page's policy.
      formatter: ({ data, value }: At) => said(data.shown ?? `${data.from} → ${data.to}`, read(value)),
      padding: 0,
      borderWidth: 0,
      className: 'tip-frame',
      confine: true,
      transitionDuration: 0,
    },
    series: [
      {
        type: 'sankey',
        left: 8,
        right: 96,
        top: 8,
        bottom: 8,
        nodeGap: 12,
        nodeWidth: 12,
        draggable: false,
        layoutIterations: 32,
        label: { color: colourOf('--ink'), fontSize: 13, fontFamily: family, formatter: nameOf },
        lineStyle: { color: 'source', opacity: 0.25, curveness: 0.5 },
        emphasis: { focus: 'adjacency' },
        data: nodes.map(({ id, name, column }) => ({
          name: id,
          shown: name,
          depth: column,
          itemStyle: { color: colourOf(hueAt(name, column === last)), borderWidth: 0 },
        })),
        links: links.map((link) => ({ ...link, from: names.get(link.source), to: names.get(link.target) })),
      },
    ],
  };
}

const nameOf = ({ data }: At) => data.shown ?? '';

function said(what: string, count: string): HTMLElement {
  const box = document.createElement('div');
  box.className = 'tip';
  const figure = document.createElement('strong');
  figure.textContent = `${count} `;
  box.append(figure, what);
  return box;
}
