import { afterEach, expect, test, vi } from 'vitest';
import { Fault, request } from './request';

const TOLD = {
  status: 'error',
  errors: ["field 'metrics': unknown 'x'", "field 'type' is missing"],
  message: 'joined',
  request_id: 'r-7',
};

/** Stands in for the network, which no unit test has; real answers are asked for in tests/dashboard. */
function answers(status: number, body: BodyInit | null, headers: HeadersInit = {}) {
  const fetched = vi.fn(
    async (_path: string, _asked: RequestInit) => new Response(body, { status, headers }),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('only what is no GET says that it comes from the dashboard', async () => {
  const fetched = answers(200, '{"a":1}');
  expect(await request('/x')).toEqual({ a: 1 });
  await request('/x', { method: 'POST', body: { b: 2 } });
  const [got, posted] = fetched.mock.calls.map(([, asked]) => asked);
  expect(got?.headers).toEqual({ Accept: 'application/json' });
  expect(posted?.headers).toMatchObject({ 'X-Headwater': '1', 'Content-Type': 'application/json' });
  expect(posted?.body).toBe('{"b":2}');
});

test('a form is sent as it is, and says itself where its parts begin', async () => {
  const fetched = answers(200, '{}');
  const form = new FormData();
  await request('/x', { method: 'POST', body: form });
  const [, asked] = fetched.mock.calls[0] ?? [];
  expect(asked?.body).toBe(form);
  expect(asked?.headers).toEqual({ Accept: 'application/json', 'X-Headwater': '1' });
});

test('an answer without a body is nothing', async () => {
  answers(204, null);
  expect(await request('/x', { method: 'DELETE' })).toBeUndefined();
});

test('the server’s own words and its request id are kept', async () => {
  answers(400, JSON.stringify(TOLD));
  const fault = await faultOf(request('/x'));
  expect(fault).toMatchObject({ kind: 'refused', status: 400, requestId: 'r-7', errors: TOLD.errors });
  expect(fault.message).toBe("field 'metrics': unknown 'x'; field 'type' is missing");
});

test.each([
  [401, 'signed_out', false],
  [403, 'forbidden', false],
  [404, 'missing', false],
  [429, 'busy', true],
  [500, 'broken', false],
  [503, 'busy', true],
])('%i is %s', async (status, kind, isPassing) => {
  answers(status, JSON.stringify(TOLD));
  expect(await faultOf(request('/x'))).toMatchObject({ kind, isPassing });
});

test('an answer of something in between is told by its status', async () => {
  answers(502, '<h1>Bad gateway</h1>', { 'X-Request-Id': 'p-1' });
  expect(await faultOf(request('/x'))).toMatchObject({ kind: 'broken', requestId: 'p-1' });
});

test('a server that cannot be reached', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('failed');
  });
  expect(await faultOf(request('/x'))).toMatchObject({ kind: 'offline', requestId: null, isPassing: true });
});

test('a request that nobody waits for any more is no fault', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new DOMException('aborted', 'AbortError');
  });
  await expect(request('/x')).rejects.toMatchObject({ name: 'AbortError' });
});
