/** What each role may, in words, and who may give it. */

import type { Role } from '../shapes';

export interface RoleInWords {
  key: Role;
  name: string;
  doc: string;
}

export const ROLES: readonly RoleInWords[] = [
  { key: 'viewer', name: 'Viewer', doc: 'Looks at reports and people, and changes nothing.' },
  { key: 'member', name: 'Member', doc: 'Also saves reports and segments.' },
  { key: 'admin', name: 'Admin', doc: 'Also changes settings, imports, and lets others in.' },
  { key: 'owner', name: 'Owner', doc: 'Everything, and may make others owners.' },
];

const RANKS: readonly string[] = ROLES.map(({ key }) => key);

/** The roles that somebody may give: none above the own. */
export function givenBy(role: string): RoleInWords[] {
  return ROLES.slice(0, RANKS.indexOf(role) + 1);
}

/** Whether filters can be forced on somebody of a role: whoever may more could take them off. */
export function isNarrowed(role: string): boolean {
  return role === 'viewer' || role === 'member';
}
