/** A chart over time in the words of ECharts. Pure, but for the colours, which are those of the moment. */

import type { EChartsCoreOption } from 'echarts/core';
import { colourOf } from '../design/series';
import { readDayShort, readShort } from '../formats/figures';
import type { Line, Panel, Panels } from './panels';
import { tip } from './tip';

const GAP = 40;
const TOP = 16;
const BOTTOM = 28;
const SIDE = 56;
const FONT_SIZE = 13;
const PALE = 0.4;

export function optionOf(told: Panels, height: number): EChartsCoreOption {
  const { panels, reading, dates } = told;
  const ink = colourOf('--ink-2');
  const rule = colourOf('--rule');
  const each = (height - TOP - BOTTOM - GAP * (panels.length - 1)) / panels.length;
  const text = { color: ink, fontSize: FONT_SIZE, fontFamily: getComputedStyle(document.body).fontFamily };
  return {
    animation: false,
    textStyle: text,
    grid: panels.map((_, index) => ({
      left: SIDE,
      right: 24,
      outerBoundsMode: 'none',
      top: TOP + index * (each + GAP),
      height: each,
    })),
    xAxis: panels.map((panel, index) => ({
      type: 'category',
      gridIndex: index,
      data: dates,
      boundaryGap: panel.kind !== 'line',
      axisLine: { lineStyle: { color: rule } },
      axisTick: { show: false },
      axisLabel: {
        ...text,
        show: index === panels.length - 1,
        hideOverlap: true,
        formatter: (date: string) => readDayShort(date, reading),
      },
    })),
    yAxis: panels.map((panel, index) => ({
      type: 'value',
      gridIndex: index,
      splitNumber: panels.length > 1 ? 2 : 4,
      splitLine: { lineStyle: { color: rule } },
      axisLabel: { ...text, formatter: (value: number) => readShort(value, panel.type, reading) },
    })),
    axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: colourOf('--rule-strong') } },
    tooltip: {
      trigger: 'axis',
      // An element of our own: text with styles in it would be against the page's policy.
      formatter: (at: { dataIndex: number } | { dataIndex: number }[]) =>
        tip(told, (Array.isArray(at) ? at[0]?.dataIndex : at.dataIndex) ?? 0),
      padding: 0,
      borderWidth: 0,
      className: 'tip-frame',
      confine: true,
      transitionDuration: 0,
    },
    series: panels.flatMap((panel, index) =>
      panel.lines.flatMap((line) => seriesOf(panel, line, { index, partialAt: told.partialAt ?? null })),
    ),
  };
}

interface Where {
  index: number;
  partialAt: number | null;
}

/** What a line is drawn with; a date that is not over hangs on it by a dotted piece, or is paler than other bars. */
function seriesOf(panel: Panel, line: Line, { index, partialAt }: Where): object[] {
  const color = colourOf(line.isBefore ? '--hue-quiet' : line.hue);
  const where = { name: line.name, xAxisIndex: index, yAxisIndex: index, itemStyle: { color } };
  const at = line.isBefore ? null : partialAt;
  if (panel.kind === 'line') return linesOf(line, at, { ...where, color });
  const data = line.values.map((value, place) =>
    place === at ? { value, itemStyle: { color, opacity: PALE } } : value,
  );
  const stack = panel.kind === 'stacked' ? { stack: panel.name } : {};
  return [{ ...where, ...stack, type: 'bar', barCategoryGap: '30%', barGap: '0%', data }];
}

function linesOf({ values, isBefore = false }: Line, at: number | null, look: { color: string }): object[] {
  const isAlone = values.length === 1;
  const drawn = (data: readonly (number | null)[], type: 'solid' | 'dashed' | 'dotted') => ({
    ...look,
    type: 'line',
    showSymbol: isAlone,
    symbol: 'circle',
    lineStyle: { color: look.color, width: isBefore ? 1 : 2, type },
    z: isBefore ? 1 : 2,
    data: [...data],
  });
  if (at === null || isAlone) return [drawn(values, isBefore ? 'dashed' : 'solid')];
  const [over, rest] = cut(values, at);
  return [drawn(over, 'solid'), drawn(rest, 'dotted')];
}

/** The dates that are over, and the last of them with the one that is not. */
function cut(values: readonly (number | null)[], at: number): [(number | null)[], (number | null)[]] {
  return [
    values.map((value, place) => (place < at ? value : null)),
    values.map((value, place) => (place === at || place === at - 1 ? value : null)),
  ];
}
