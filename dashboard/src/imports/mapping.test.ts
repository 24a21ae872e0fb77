import { expect, test } from 'vitest';
import { firstLines, said, TRIED_BYTES } from './mapping';

test('no two columns are the same field', () => {
  const found = { Mail: 'email', Kunde: null, Nr: 'contact_id' };
  expect(said({}, found, 'Kunde', 'email')).toEqual({ Mail: '', Kunde: 'email' });
  expect(said({ Kunde: 'email', Mail: '' }, found, 'Nr', 'email')).toEqual({
    Kunde: '',
    Mail: '',
    Nr: 'email',
  });
  expect(said({}, found, 'Mail', '')).toEqual({ Mail: '' });
});

test('of a large file whole lines are tried', async () => {
  const large = new Blob(['email\n', 'a@b.example\n'.repeat(TRIED_BYTES / 8)]);
  const tried = await (await firstLines(large)).text();
  expect(tried.length).toBeLessThanOrEqual(TRIED_BYTES);
  expect(tried.endsWith('a@b.example\n')).toBe(true);
  const small = new Blob(['email\na@b.example']);
  expect(await firstLines(small)).toBe(small);
});

test('what cannot be cut is tried as a whole', async () => {
  const packed = new Blob([new Uint8Array([0x1f, 0x8b]), 'x\n'.repeat(TRIED_BYTES)]);
  expect(await firstLines(packed)).toBe(packed);
});
