import { expect, test } from 'vitest';
import { SECTIONS, sectionsOf } from './sections';

test('who may only look is shown nothing that would be refused', () => {
  const viewer = sectionsOf({ role: 'viewer' });
  expect(viewer.length).toBeGreaterThan(0);
  expect(viewer.some(({ isForManagers }) => isForManagers)).toBe(false);
  expect(sectionsOf({ role: 'member' })).toEqual(viewer);
});

test.each(['admin', 'owner'])('an %s is shown everything', (role) => {
  expect(sectionsOf({ role })).toEqual([...SECTIONS]);
});

test('every part has an address of its own', () => {
  expect(new Set(SECTIONS.map(({ path }) => path)).size).toBe(SECTIONS.length);
});
