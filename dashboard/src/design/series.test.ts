import { expect, test } from 'vitest';
import { hueOf, huesOf } from './series';

test('a channel has its hue whatever stands beside it', () => {
  expect(huesOf('channel', ['paid', 'search'])).toEqual([
    hueOf('channel', 'paid'),
    hueOf('channel', 'search'),
  ]);
  expect(huesOf('channel', ['email', 'push', 'paid'])[2]).toBe(hueOf('channel', 'paid'));
});

test('what has no value is grey', () => {
  expect(huesOf('source', ['(none)', '(not set)'])).toEqual(['--hue-quiet', '--hue-quiet']);
});

test('up to eight other values are told apart', () => {
  const names = ['spring', 'summer', 'autumn', 'winter', 'easter', 'launch', 'brand', 'retargeting'];
  expect(new Set(huesOf('utm_campaign', names)).size).toBe(8);
});
