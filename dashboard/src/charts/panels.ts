/** What a chart over time shows: panels one above the other on the same dates, each with lines of one unit. */

import type { FigureType, Scale } from '../api/shapes';
import type { Reading } from '../formats/figures';

export type Kind = 'line' | 'bar' | 'stacked';

export interface Line {
  name: string;
  /** The token of its colour. */
  hue: string;
  values: readonly (number | null)[];
  /** Of the range that is compared with: grey and dashed. */
  isBefore?: boolean;
}

export interface Panel {
  name: string;
  type: FigureType;
  kind: Kind;
  lines: readonly Line[];
}

export interface Panels {
  dates: readonly string[];
  scale: Scale;
  panels: readonly Panel[];
  /** The place of the date of which only a part is told; nothing comes after it. */
  partialAt?: number | null;
  reading: Reading;
}
