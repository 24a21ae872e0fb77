import { expect, test } from 'vitest';
import type { ReportRow } from '../api/shapes';
import { chosenOf, curlOf, innerQuestion, nextDimension, tableQuestion, timeQuestion } from './question';

const LEADS: ReportRow = {
  key: 'leads',
  name: 'New Leads',
  doc: '',
  default_metrics: ['leads', 'revenue'],
  default_dimensions: ['clicks.channel'],
};

test('what is not chosen is the report’s own choice, compared with the days before', () => {
  expect(tableQuestion(chosenOf({}, LEADS, 'last_touch'), {})).toEqual({
    type: 'leads',
    dimensions: ['clicks.channel'],
    metrics: ['leads', 'revenue'],
    date_range: { start: '-29 days', end: 'today' },
    compare: 'previous_period',
    options: { attribution_model: 'last_touch', limit: 100 },
  });
});

test('models side by side come in order, each once, and without a comparison in time', () => {
  const search = { model: 'linear', beside: ['linear', 'first_touch'], sort: '-revenue' };
  const question = tableQuestion(chosenOf(search, LEADS, 'last_touch'), search);
  expect(question.compare).toBeUndefined();
  expect(question.options).toEqual({
    attribution_model: ['linear', 'first_touch'],
    limit: 100,
    sort: '-revenue',
  });
});

test('the chart asks the same about the first rows, by date', () => {
  const search = { filters: [{ field: 'contact.customer', op: 'is', value: 'yes' }] };
  const table = tableQuestion(chosenOf(search, LEADS, 'last_touch'), search);
  expect(timeQuestion(table, ['paid', '(none)'], 'week', 'leads')).toEqual({
    type: 'leads',
    dimensions: ['date', 'clicks.channel'],
    metrics: ['leads'],
    date_range: { start: '-29 days', end: 'today', scale: 'week' },
    filters: [...search.filters, { field: 'clicks.channel', op: 'in', value: ['paid', '(none)'] }],
    options: { attribution_model: 'last_touch' },
  });
});

test('a row opens into the next dimension, with itself as a filter', () => {
  const table = tableQuestion(chosenOf({}, LEADS, 'last_touch'), {});
  const filter = { field: 'clicks.channel', op: 'is', value: 'paid' };
  const inner = innerQuestion(table, nextDimension('clicks.channel', 'x') ?? '', [filter]);
  expect(inner.dimensions).toEqual(['clicks.source']);
  expect(inner.filters).toEqual([filter]);
  expect(nextDimension('clicks.utm_term', 'x')).toBeNull();
  expect(nextDimension('clicks.device', 'x')).toBe('clicks.channel');
  expect(nextDimension('contact.tag', 'x')).toBeNull();
  expect(nextDimension('clicks.channel', null)).toBeNull();
});

test('quotes do not end the quoted body of a request for a terminal', () => {
  expect(curlOf('http://h', 'a', 'query', { value: "it's" })).toContain(`"it'\\''s"`);
});
