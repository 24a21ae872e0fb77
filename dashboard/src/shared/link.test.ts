import { expect, test } from 'vitest';
import { embedOf, expiryOf } from './link';

test('a title cannot end the snippet', () => {
  expect(embedOf('https://h', 't', '"><script>')).toBe(
    '<iframe src="https://h/app/embed/t" title="&quot;>&lt;script>" width="100%" height="640" loading="lazy"></iframe>',
  );
});

test('a link ends after its days, or never', () => {
  expect(expiryOf('7', 0)).toBe('1970-01-08T00:00:00.000Z');
  expect(expiryOf('', 0)).toBeNull();
});
