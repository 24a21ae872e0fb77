/** The addresses of a share link, and when it ends. Pure. */

export const ENDS = [
  { key: '7', name: 'For 7 days' },
  { key: '30', name: 'For 30 days' },
  { key: '365', name: 'For a year' },
  { key: '', name: 'Until it is revoked' },
] as const;

const DAY_MS = 86_400_000;

export function expiryOf(days: string, now: number): string | null {
  return days === '' ? null : new Date(now + Number(days) * DAY_MS).toISOString();
}

export function linkOf(origin: string, token: string): string {
  return `${origin}/app/share/${token}`;
}

/** What to put into another page. */
export function embedOf(origin: string, token: string, title: string): string {
  const name = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<iframe src="${origin}/app/embed/${token}" title="${name}" width="100%" height="640" loading="lazy"></iframe>`;
}
