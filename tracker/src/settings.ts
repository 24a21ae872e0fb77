/**
 * Where this script came from and what was asked of it.
 * In: its own script element, the page's `_segs`, the options that the server put into the file (in this order of
 * precedence: page, element, server). Out: the account, the collector's address, the options. Sends and stores nothing.
 */

/** Every switch is on unless its value is one of `off false 0`. */
interface Options {
  /** The account, when the script's own address does not name it. */
  integration?: string | number;
  /** The collector's address without a slash at its end, when it is not where the script came from. */
  host?: string;
  /** Domains to hand the visitor over to and to accept visitors from, as a list or separated by commas. */
  link?: string | string[];
  /** `required`: store and send nothing before `["consent", "granted"]`. */
  consent?: string;
  /** Switch: obey Global Privacy Control. */
  gpc?: unknown;
  /** `on`: obey Do Not Track, too. */
  dnt?: unknown;
  /** Switch: remember who visits. Off: the server tells visitors apart for a day, and only refusals are stored. */
  cookies?: unknown;
  /** The server keeps the cookie of the visitor, for longer than some browsers let a script. */
  kept?: unknown;
  /** Switch: identify by forms with an e-mail field. */
  forms?: unknown;
  /** Switch: identify by links with `?seg_email=`. */
  email?: unknown;
}

interface Settings extends Options {
  data?: { uid?: string };
  /** The account whose script is already running on this page. */
  running?: string;
}

type Page = Window & {
  _segs?: Settings;
  _segq?: { push: (...calls: unknown[]) => unknown };
};

/** The argument of the function that the build wraps around everything. */
declare const served: Options;

export const page: Page = window;

page._segs ||= {};
export const segs = page._segs;

// A module script, or one that a plug-in has moved about, is not told which element it is.
const element =
  (document.currentScript as HTMLScriptElement | null) ||
  document.querySelector<HTMLScriptElement>('script[src*="/seg.js"],script[src*="/tag/"]') ||
  ({} as HTMLScriptElement);

export const options: Options = Object.assign({}, served, element.dataset, segs);

export const isOff = (name: keyof Options): boolean => /^(off|false|0)$/.test(options[name] as string);

// https://host/any/folder + /tag + /account.js: whatever lies before the name (and `/tag`) is the collector.
const [, folder = '', name = ''] = /^(.*?)\/(?:tag\/)?([^/?#]+)\.js(?:$|[?#])/.exec(element.src) || [];

export const account = String(options.integration || name.replace(/^seg(met)?$/, ''));

export const collector = options.host || folder;

/** The domains of `_segs.link`. */
export const linked: string[] = String(options.link || '').match(/[^\s,]+/g) || [];
