/** What the built script must be, whatever it does: small, plain, and silent about where it was made. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const BUDGET = 2500; // bytes, gzipped
const script = await readFile(new URL('../../src/headwater/web/static/seg.js', import.meta.url), 'utf8');
const lock = await readFile(new URL('../package-lock.json', import.meta.url), 'utf8');

test(`the script is at most ${BUDGET} bytes when gzipped`, () => {
  const size = gzipSync(script, { level: 9 }).length;
  assert.ok(size <= BUDGET, `${size} bytes`);
});

test('the script makes no code out of text and writes no markup, so that it runs under a strict policy', () => {
  assert.doesNotMatch(script, /\beval\b|\bFunction\(|innerHTML|document\.write|setTimeout\(["'`]/);
});

test('the script ends in the brackets for the options of an account', () => {
  assert.match(script, /\(\{\}\);$/);
});

test('the script is ASCII, so that no page can read it in a wrong character set', () => {
  assert.match(script, /^[\x20-\x7e\n]*$/);
});

test('the lock file names no address', () => {
  assert.doesNotMatch(lock, /https?:/);
});
