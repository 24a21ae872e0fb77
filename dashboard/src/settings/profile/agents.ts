/** What a browser calls itself, short enough to be recognised. */

const BROWSERS = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Headless)?(Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const;

const SYSTEMS = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
] as const;

export function browserOf(agent: string): string {
  const browser = BROWSERS.find(([, said]) => said.test(agent))?.[0];
  const system = SYSTEMS.find(([, said]) => said.test(agent))?.[0];
  if (!browser) return agent.slice(0, 60) || 'A program';
  return system ? `${browser} on ${system}` : browser;
}
