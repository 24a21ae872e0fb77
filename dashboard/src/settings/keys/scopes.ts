/** What a key may, in words. */
export const SCOPES = [
  {
    key: 'import',
    name: 'sends contacts, orders and events',
    text: 'Send contacts, orders, ads and events.',
  },
  { key: 'report', name: 'asks reports', text: 'Ask reports.' },
  { key: 'contacts', name: 'sees people', text: 'See people: names, addresses and what each did.' },
  { key: 'admin', name: 'may do everything', text: 'Everything, settings and keys included.' },
] as const;
