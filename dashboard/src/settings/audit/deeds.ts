/** What was done, in words. */

const WORDS: Readonly<Record<string, string>> = {
  'account.change': 'changed the account',
  'account.create': 'made the account',
  'channels.change': 'changed the channel rules',
  'codes.begin': 'signs in with codes from now on',
  'codes.end': 'signs in without codes from now on',
  export: 'took records away',
  'integration.create': 'added an integration',
  'integration.rename': 'renamed an integration',
  'key.create': 'made a key',
  'key.revoke': 'revoked a key',
  'member.change': 'changed a member',
  'member.invite': 'invited somebody',
  'member.link': 'made a new password link',
  'member.remove': 'removed a member',
  'metric.change': 'changed a metric',
  'metric.create': 'made a metric',
  'metric.delete': 'deleted a metric',
  'password.set': 'set a password by a link',
  'person.erase': 'erased a person',
  'person.export': 'took a person’s data away',
  'person.merge': 'made two persons one',
  'person.split': 'split a person',
  'report.change': 'changed a saved report',
  'report.create': 'saved a report',
  'report.delete': 'deleted a saved report',
  'segment.change': 'changed a segment',
  'segment.create': 'made a segment',
  'segment.delete': 'deleted a segment',
  'server.set_up': 'set the server up',
  'session.begin': 'signed in',
  'session.refuse': 'was refused: a wrong password or code',
  'settings.change': 'changed settings of reports',
  'share.create': 'made a share link',
  'share.revoke': 'revoked a share link',
  'tracking.change': 'changed the tracking policy',
};

/** What an action means; one of a newer server is shown as it is called. */
export function deedOf(action: string): string {
  const word = WORDS[action];
  if (word) return word;
  return action.startsWith('user.change') ? 'changed the own name, address or password' : action;
}

/** What entries can be narrowed to. */
export const KINDS = [
  { key: '', name: 'Everything' },
  { key: 'session', name: 'Signing in' },
  { key: 'member', name: 'Members' },
  { key: 'key', name: 'Keys' },
  { key: 'share', name: 'Share links' },
  { key: 'tracking', name: 'Tracking' },
  { key: 'channels', name: 'Channel rules' },
  { key: 'settings', name: 'Settings of reports' },
  { key: 'account', name: 'The account' },
  { key: 'integration', name: 'Integrations' },
  { key: 'report', name: 'Saved reports' },
  { key: 'segment', name: 'Segments' },
  { key: 'metric', name: 'Metrics' },
  { key: 'person', name: 'Persons' },
  { key: 'export', name: 'Exports' },
] as const;
