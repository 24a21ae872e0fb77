import { expect, test } from 'vitest';
import { givenBy, isNarrowed } from './roles';

test('nobody gives a role above the own', () => {
  expect(givenBy('admin').map(({ key }) => key)).toEqual(['viewer', 'member', 'admin']);
  expect(givenBy('owner')).toHaveLength(4);
  expect(givenBy('of tomorrow')).toEqual([]);
});

test('filters are forced on those who cannot take them off', () => {
  expect(['viewer', 'member', 'admin', 'owner'].filter(isNarrowed)).toEqual(['viewer', 'member']);
});
