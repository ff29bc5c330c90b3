// The addresses of the console. No page writes one by hand.

/** How a list is looked at; it lives in the address, so that reload, Back and a sent link show the same. */
export type ListView = { search?: string; sort?: string; page?: number }

function withView(path: string, { search, sort, page }: ListView = {}): string {
  const query = new URLSearchParams()
  if (search) query.set('q', search)
  if (sort) query.set('sort', sort)
  if (page !== undefined && page > 1) query.set('page', String(page))
  return query.size > 0 ? `${path}?${query}` : path
}

export const paths = {
  home: () => '/',
  platform: (id: string) => `/?platform=${encodeURIComponent(id)}`,
  signedOut: (why?: 'elsewhere' | 'changed') => (why ? `/signed-out?why=${why}` : '/signed-out'),
  session: () => '/session',
  roles: (view?: ListView) => withView('/roles', view),
  newRole: (view?: ListView) => withView('/roles/new', view),
  editRole: (id: string, view?: ListView) => withView(`/roles/${encodeURIComponent(id)}/edit`, view),
}
