/** What stands beside the pointer in a chart: the date, and the figure of each line there. */

import type { Scale } from '../api/shapes';
import { readDate, readFigure } from '../formats/figures';
import type { Line, Panels } from './panels';

const PARTIAL: Partial<Record<Scale, string>> = { day: 'This day is not over yet' };

export function tip({ dates, panels, reading, scale, partialAt }: Panels, index: number): HTMLElement {
  const box = element('div', 'tip');
  const date = readDate(dates[index] ?? '', reading);
  box.append(element('strong', '', scale === 'day' ? date : `The ${scale} of ${date}`));
  if (index === partialAt)
    box.append(element('div', 'tip-partial', PARTIAL[scale] ?? `Only a part of this ${scale}`));
  const rows = panels.flatMap(({ lines, type }) =>
    lines.map((line) => row(line, readFigure(line.values[index] ?? null, type, reading))),
  );
  box.append(...rows);
  return box;
}

function row(line: Line, figure: string): HTMLElement {
  const made = element('div', 'tip-row');
  const dot = element('i', 'dot');
  dot.style.background = `var(${line.isBefore ? '--hue-quiet' : line.hue})`;
  made.append(dot, element('span', '', line.name), element('b', '', figure));
  return made;
}

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
