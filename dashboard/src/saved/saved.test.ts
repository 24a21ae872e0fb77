import { expect, test } from 'vitest';
import type { Question, ReportRow } from '../api/shapes';
import { cohortQuestion, readCohorts } from '../cohorts/search';
import { chosenOf, tableQuestion } from '../explorer/question';
import { funnelQuestion, readFunnel } from '../funnels/search';
import { type ExplorerSearch, readExplorer } from '../state/search';
import { placeOf } from './search';

const LEADS: ReportRow = {
  key: 'leads',
  name: 'New Leads',
  doc: '',
  default_metrics: ['leads', 'revenue'],
  default_dimensions: ['clicks.channel'],
};
const asked = (search: ExplorerSearch) => tableQuestion(chosenOf(search, LEADS, 'last_touch'), search);
const FILTERS = [{ any: [{ field: 'clicks.source', op: 'is', value: 'Google' }] }];

test.each<[ExplorerSearch]>([
  [{}],
  [{ range: '90d', compare: 'none', model: 'linear', by: 'clicks.source', sort: '-revenue' }],
  [{ range: '2026-01-01..2026-01-31', segment: 's1', filters: FILTERS, metrics: ['revenue'] }],
  [{ beside: ['first_touch'] }],
  [{ compare: 'previous_year', segment: 's1' }],
])('what %j asks is asked again after it was saved', (search) => {
  const question = asked(search);
  const { to, search: found } = placeOf(question);
  expect(to).toBe('/$account/leads');
  expect(asked(readExplorer(found))).toEqual(question);
});

test('funnels and cohorts come back, too', () => {
  const funnel = funnelQuestion({
    range: '7d',
    steps: [{ event: 'page_view' }, { event: 'x' }],
    segment: 's1',
  });
  expect(funnelQuestion(readFunnel(placeOf(funnel).search))).toEqual(funnel);
  const cohorts = cohortQuestion({ range: '12m', scale: 'month', metric: 'revenue' });
  expect(cohortQuestion(readCohorts(placeOf(cohorts).search))).toEqual(cohorts);
});

test('a question of the API may have one condition alone', () => {
  const question = { type: 'leads', date_range: { start: 'yesterday', end: 'today' }, filters: FILTERS[0] };
  expect(placeOf(question as unknown as Question).search).toMatchObject({
    range: undefined,
    filters: FILTERS,
  });
});
