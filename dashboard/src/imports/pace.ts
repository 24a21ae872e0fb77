/** How fast a job goes and when it will be done, from two looks at it. */

export interface Look {
  at: number;
  records: number;
  progress: number;
}

export interface Pace {
  /** Records a second. */
  rate: number;
  /** Seconds that are left, if it goes on like this. */
  left: number | null;
}

const SECOND_MS = 1000;

export function paceOf(first: Look, now: Look): Pace | null {
  const seconds = (now.at - first.at) / SECOND_MS;
  const records = now.records - first.records;
  if (seconds <= 0 || records <= 0) return null;
  const progress = now.progress - first.progress;
  return { rate: records / seconds, left: progress > 0 ? ((1 - now.progress) * seconds) / progress : null };
}

/** Seconds, as one says them. */
export function spoken(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${minutes} min left` : `about ${Math.round(minutes / 60)} h left`;
}
