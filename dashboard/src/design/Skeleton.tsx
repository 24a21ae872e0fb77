/** Stands where text will, as wide as it may become. */
export function Skeleton({ chars = 8 }: { chars?: number }) {
  return <span className="skeleton" style={{ width: `${chars}ch` }} aria-hidden="true" />;
}
