/**
 * Which hue a row has: the same channel the same in every chart, other values by their name.
 *
 * Hues are custom properties; where a canvas needs a colour, it is resolved for the theme of the moment.
 */

export type Hue = `--hue-${number | 'quiet'}`;

const QUIET: Hue = '--hue-quiet';
const HUES = 8;

/** Channels that often stand side by side are far apart. */
const OF_CHANNEL: Readonly<Record<string, Hue>> = {
  search: '--hue-1',
  paid: '--hue-2',
  email: '--hue-3',
  social: '--hue-4',
  ai: '--hue-5',
  video: '--hue-6',
  affiliate: '--hue-7',
  referral: '--hue-8',
  display: '--hue-7',
  push: '--hue-3',
  audio: '--hue-6',
  sms: '--hue-8',
  direct: '--hue-quiet',
};

/** The hue of a value of a dimension. What came from nowhere, and what has no value, is grey. */
export function hueOf(field: string, value: string): Hue {
  if (value === '(none)' || value === '(not set)') return QUIET;
  if (field === 'channel') return OF_CHANNEL[value] ?? byName(value);
  return byName(value);
}

/** The hues of several values: by name, and where two would have the same, the later one takes the next that is free. */
export function huesOf(field: string, values: readonly string[]): Hue[] {
  const taken = new Set<Hue>();
  return values.map((value) => {
    let hue = hueOf(field, value);
    for (let tries = 0; taken.has(hue) && hue !== QUIET && field !== 'channel' && tries < HUES; tries += 1) {
      hue = next(hue);
    }
    taken.add(hue);
    return hue;
  });
}

function next(hue: Hue): Hue {
  return `--hue-${(Number(hue.slice('--hue-'.length)) % HUES) + 1}`;
}

function byName(value: string): Hue {
  let sum = 0;
  for (const character of value) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return `--hue-${(sum % HUES) + 1}`;
}

/** The colour that a token has now, as a canvas understands it. */
export function colourOf(token: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
