/** The rules that there were, each of which can be gone back to. */

import { readInstant } from '../../formats/figures';
import { useAccount } from '../../state/place';
import { useKept } from '../asking';
import { Group } from '../parts';
import type { Rule, RulesVersion } from '../shapes';

export function History({ onChoose }: { onChoose: (rules: readonly Rule[]) => void }) {
  const { timezone } = useAccount();
  const { data } = useKept<{ versions: RulesVersion[] }>('channels/history');
  if (!data || data.versions.length === 0) return null;
  return (
    <Group
      title="Rules that there were"
      doc="Going back loads them above, with what that would move. Nothing changes before you save."
    >
      <ul className="rows">
        {data.versions.map(({ version_id, at, actor, email, is_default, rules }, place) => (
          <li key={version_id}>
            <div className="row-main">
              <span>
                {is_default
                  ? 'The product’s own rules'
                  : `${own(rules)} of your own among ${rules.length} rules`}
              </span>
              <span className="quiet small">
                {actor ? `${readInstant(at, timezone)}, by ${email ?? actor}` : 'before the first change'}
              </span>
            </div>
            {place === 0 ? (
              <span className="quiet">now</span>
            ) : (
              <button type="button" className="button" onClick={() => onChoose(rules)}>
                Go back to this
              </button>
            )}
          </li>
        ))}
      </ul>
    </Group>
  );
}

const own = (rules: readonly Rule[]): number => rules.filter((rule) => !rule.default).length;
