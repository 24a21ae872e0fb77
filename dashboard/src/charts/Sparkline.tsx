/** The course of one figure, as small as a word; the range before lies behind it in grey. */

const WIDTH = 120;
const HEIGHT = 32;
const EDGE = 2;

interface Props {
  values: readonly (number | null)[];
  before?: readonly (number | null)[] | undefined;
}

export function Sparkline({ values, before = [] }: Props) {
  const all = [...values, ...before].filter((value) => value !== null);
  if (all.length < 2) return <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />;
  const low = Math.min(0, ...all);
  const span = Math.max(...all) - low || 1;
  const line = (points: readonly (number | null)[]) => {
    const step = (WIDTH - 2 * EDGE) / Math.max(1, points.length - 1);
    const y = (value: number) => HEIGHT - EDGE - ((value - low) / span) * (HEIGHT - 2 * EDGE);
    return points
      .map((value, index) =>
        value === null ? null : `${(EDGE + index * step).toFixed(1)},${y(value).toFixed(1)}`,
      )
      .filter((point) => point !== null)
      .join(' ');
  };
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {before.length > 0 && <polyline className="spark-before" points={line(before)} />}
      <polyline className="spark-now" points={line(values)} />
    </svg>
  );
}
