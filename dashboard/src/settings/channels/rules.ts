/** Channel rules as they are edited: moved, told in words, and spelled as the server takes them. */

import type { Rule, RuleCondition } from '../shapes';

export const FIELDS = [
  { key: 'utm_source', name: 'utm_source' },
  { key: 'utm_medium', name: 'utm_medium' },
  { key: 'utm_campaign', name: 'utm_campaign' },
  { key: 'utm_content', name: 'utm_content' },
  { key: 'utm_term', name: 'utm_term' },
  { key: 'referrer_host', name: 'the referring site' },
  { key: 'source', name: 'the source, by its readable name' },
  { key: 'source_kind', name: 'the kind of source' },
  { key: 'click_id', name: 'the kind of click id' },
  { key: 'click_proves', name: 'what the click id proves' },
  { key: 'ad_id', name: 'the ad id' },
] as const;

export const OPERATORS = [
  { key: 'is', name: 'is', isBare: false },
  { key: 'is_not', name: 'is not', isBare: false },
  { key: 'contains', name: 'contains', isBare: false },
  { key: 'not_contains', name: 'does not contain', isBare: false },
  { key: 'starts_with', name: 'begins with', isBare: false },
  { key: 'ends_with', name: 'ends with', isBare: false },
  { key: 'has_word', name: 'has the word', isBare: false },
  { key: 'has_no_word', name: 'has not the word', isBare: false },
  { key: 'has_word_from', name: 'has a word that begins with', isBare: false },
  { key: 'on_host', name: 'is on the host', isBare: false },
  { key: 'is_set', name: 'is there', isBare: true },
  { key: 'is_not_set', name: 'is not there', isBare: true },
] as const;

const SHOWN = 4;

/** A condition in words, with as many values as can be read at a glance. */
export function told({ field, op, values }: RuleCondition): string {
  const name = FIELDS.find(({ key }) => key === field)?.name ?? field;
  const verb = OPERATORS.find(({ key }) => key === op)?.name ?? op;
  const more = values.length > SHOWN ? ` or one of ${values.length - SHOWN} more` : '';
  return `${name} ${verb} ${values.slice(0, SHOWN).join(', ')}${more}`.trim();
}

/** The rules with one of them at another place. */
export function moved(rules: readonly Rule[], from: number, to: number): Rule[] {
  const rule = rules[from];
  if (!rule || to < 0 || to >= rules.length) return [...rules];
  const others = rules.filter((_, place) => place !== from);
  return [...others.slice(0, to), rule, ...others.slice(to)];
}

/** The rules as the server takes them: the product's by name, so that a later version may mend them. */
export function sent(rules: readonly Rule[]): object[] {
  return rules.map(({ because, channel, when, default: own }) =>
    own ? { default: own } : { because, channel, when },
  );
}
