/** The canvas of a chart: as wide as its place, drawn anew when what it shows or the colours change. */

import { useEffect, useRef } from 'react';
import { useColours } from '../design/theme';
import { init } from './engine';
import { optionOf } from './option';
import type { Panels } from './panels';

export function Canvas({ told, height }: { told: Panels; height: number }) {
  const place = useRef<HTMLDivElement>(null);
  const colours = useColours();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read from the page while drawing
  useEffect(() => {
    if (!place.current) return;
    const chart = init(place.current, null, { renderer: 'canvas', height });
    chart.setOption(optionOf(told, height));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [told, height, colours]);
  return <div ref={place} className="chart-canvas" />;
}
