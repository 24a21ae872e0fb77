/**
 * The one way to the server: sends a request, gives back the decoded answer, or throws a `Fault`.
 *
 * Cookies carry who is asking; whatever is no GET says `X-Headwater`, which no other site's form or link can send.
 */

export type FaultKind = 'offline' | 'signed_out' | 'forbidden' | 'missing' | 'refused' | 'busy' | 'broken';

/** What went wrong, in the server's own words, with the id under which the server logged it. */
export class Fault extends Error {
  readonly kind: FaultKind;
  readonly status: number;
  readonly errors: readonly string[];
  readonly requestId: string | null;
  /** What is asked for beside what was sent, such as the code of a phone. */
  readonly needs: string | null;

  constructor(
    kind: FaultKind,
    status: number,
    errors: readonly string[],
    requestId: string | null,
    needs: string | null = null,
  ) {
    super(errors.join('; '));
    this.name = 'Fault';
    this.kind = kind;
    this.status = status;
    this.errors = errors;
    this.requestId = requestId;
    this.needs = needs;
  }

  /** Whether the same request may work a moment later. */
  get isPassing(): boolean {
    return this.kind === 'offline' || this.kind === 'busy';
  }
}

const KINDS: Readonly<Record<number, FaultKind>> = {
  401: 'signed_out',
  403: 'forbidden',
  404: 'missing',
  429: 'busy',
  503: 'busy',
};

export interface Asked {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

/** Sends a request and decodes the JSON that comes back; nothing, where the answer has no body. */
export async function request<Answered>(path: string, asked: Asked = {}): Promise<Answered> {
  const response = await send(path, asked);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Answered;
}

/** Sends a request for a file. */
export async function requestFile(path: string, asked: Asked): Promise<Blob> {
  return (await send(path, asked)).blob();
}

async function send(path: string, { method = 'GET', body, signal }: Asked): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-Headwater'] = '1';
  // A browser itself says of a form where its parts begin.
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers['Content-Type'] = 'application/json';
  const sent: RequestInit = { method, headers, credentials: 'same-origin', signal: signal ?? null };
  if (body !== undefined) sent.body = isForm ? body : JSON.stringify(body);
  const response = await fetch(path, sent).catch(unreached);
  if (!response.ok) throw await faultOf(response);
  return response;
}

/** No answer at all; a request that was given up is no fault. */
function unreached(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  throw new Fault('offline', 0, ['The server cannot be reached. What you see is what was last known.'], null);
}

/** The fault that an answer tells; one that is not of our shape came from something in between. */
async function faultOf(response: Response): Promise<Fault> {
  const kind = KINDS[response.status] ?? (response.status >= 500 ? 'broken' : 'refused');
  const told: unknown = await response.json().catch(() => null);
  const errors = isTold(told) ? told.errors : [`The server answered ${response.status}.`];
  const id = isTold(told) ? told.request_id : response.headers.get('X-Request-Id');
  return new Fault(kind, response.status, errors, id, isTold(told) ? (told.needs ?? null) : null);
}

interface Told {
  errors: string[];
  request_id: string;
  needs?: string;
}

function isTold(value: unknown): value is Told {
  return (
    typeof value === 'object' &&
    value !== null &&
    Array.isArray((value as Partial<Told>).errors) &&
    typeof (value as Partial<Told>).request_id === 'string'
  );
}
