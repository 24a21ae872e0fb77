/** `_segq`: the calls that a page made before this script came, and every call after. Unknown ones are dropped. */
import { attempt } from './guard';
import { hit, identify } from './hit';
import { view } from './pages';
import { consent, optOut } from './permission';
import { page } from './settings';

type Command = (first: unknown, second: unknown) => unknown;

const commands: Record<string, Command> = {
  identify,
  track: (name, props) => name && hit(String(name), props),
  page: view,
  consent,
  optout: optOut,
};

const run = (call: unknown): void => {
  attempt(() => {
    const [name, first, second] = call as [string, unknown, unknown];
    (commands[name] as Command)(first, second);
  });
};

const isAboutPrivacy = (call: unknown) => attempt(() => /^(consent|optout)\b/.test(call as string));

/** Does what was queued, and the page view in between: a refusal comes before it, everything else after. */
export const takeQueue = (): void => {
  const calls: unknown[] = Array.from((page._segq as unknown[] | undefined) || []);
  page._segq = { push: (...more) => more.forEach(run) };
  [...calls.filter(isAboutPrivacy), ['page'], ...calls.filter((call) => !isAboutPrivacy(call))].forEach(run);
};
