// The addresses of the console. No page writes one by hand.
import type { Path } from 'react-router'

/** The scope that a page works at; absent at the one the console starts at. */
export type At = { scope?: string | undefined }

/** How a list is looked at; it lives in the address, so that reload, Back and a sent link show the same. */
export type ListView = At & {
  search?: string
  sort?: string
  page?: number
  role?: string
  copy?: string
  show?: string
  owner?: string
}

/** What stands in an address besides the path, each under its short name; what says nothing is left out. */
function withQuery(path: string, query: Record<string, string | undefined>): string {
  const written = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) written.set(name, value)
  return written.size > 0 ? `${path}?${written}` : path
}

const list =
  (path: string) =>
  ({ search, sort, page, role, copy, show, owner, scope }: ListView = {}) =>
    withQuery(path, {
      q: search,
      sort,
      page: page !== undefined && page > 1 ? String(page) : undefined,
      role,
      copy,
      show,
      owner,
      scope,
    })

export const paths = {
  home: () => '/',
  platform: (id: string) => `/?platform=${encodeURIComponent(id)}`,
  signedOut: (why?: 'elsewhere' | 'changed') => (why ? `/signed-out?why=${why}` : '/signed-out'),
  session: (at: At = {}) => withQuery('/session', { scope: at.scope }),
  projects: list('/projects'),
  access: list('/access'),
  addAccess: list('/access/add'),
  /** The scope beside the one `to`; without it that is chosen on the page. */
  compareAccess: ({ to, show, scope }: At & { to?: string; show?: string } = {}) =>
    withQuery('/access/compare', { to, show, scope }),
  roles: list('/roles'),
  /** `copy` names the role that the new one starts as. */
  newRole: list('/roles/new'),
  importRoles: list('/roles/import'),
  editRole: (id: string, view?: ListView) => list(`/roles/${encodeURIComponent(id)}/edit`)(view),
  // Not below /roles: a role may be called "new" or "matrix".
  /** `search` and `show` narrow its permissions. */
  role: (
    id: string,
    { scope, tab, search, show }: At & { tab?: 'members' | undefined; search?: string; show?: string } = {},
  ) => withQuery(`/role/${encodeURIComponent(id)}`, { q: search, show, tab, scope }),
  /** `search` narrows the roles, `permission` the permissions. */
  matrix: ({ search, permission, scope }: At & { search?: string; permission?: string } = {}) =>
    withQuery('/roles/matrix', { q: search, permission, scope }),
  permissions: list('/permissions'),
  newPermission: (view?: ListView) => list('/permissions/new')(view),
  members: list('/members'),
  member: (id: string, { scope }: At = {}) => withQuery(`/members/${encodeURIComponent(id)}`, { scope }),
  accounts: list('/accounts'),
  newAccount: list('/accounts/new'),
  editAccount: (id: string, view?: ListView) => list(`/accounts/${encodeURIComponent(id)}/edit`)(view),
  // Not below /accounts: an account's id may be "new".
  /** `search` and `show` narrow what the tab lists. */
  account: (
    id: string,
    {
      scope,
      tab,
      search,
      show,
    }: At & { tab?: 'credentials' | undefined; search?: string; show?: string } = {},
  ) => withQuery(`/account/${encodeURIComponent(id)}`, { q: search, show, tab, scope }),
  tokens: list('/tokens'),
  /** `owner` is whose it is to be, `copy` the credential that it replaces. */
  newToken: list('/tokens/new'),
  keys: list('/keys'),
  /** The same; `show` is `secret` for the secret of the owner. */
  newKey: list('/keys/new'),
  radar: list('/radar'),
}

/** How a page is looked at, under the names in the address and in their order there. */
const viewNames = [
  'q',
  'permission',
  'sort',
  'page',
  'role',
  'copy',
  'to',
  'show',
  'owner',
  'tab',
  'scope',
] as const

/** Another look at the same page: what is absent stays, what is empty goes. */
export type ViewChange = Partial<Record<(typeof viewNames)[number], string>>

/** The address of the same page, looked at otherwise; anything but another page of its list starts at the first one. */
export function viewed({ pathname, search }: Pick<Path, 'pathname' | 'search'>, change: ViewChange): string {
  const query = { ...Object.fromEntries(new URLSearchParams(search)), page: '', ...change }
  return withQuery(pathname, Object.fromEntries(viewNames.map((name) => [name, query[name]])))
}

/**
 * The id in the path of one role, member or account, or of the dialog about it. Not the router's parameter: that has a slash where
 * the id itself has a `%2F`. What cannot be decoded is taken as it stands.
 */
export function idIn(pathname: string): string {
  const [, , id = ''] = pathname.split('/')
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

/** The page of a list in an address, from 1; what is no such number counts as the first. */
export function pageIn(query: URLSearchParams): number {
  const number = Number(query.get('page') ?? 1)
  return Number.isSafeInteger(number) && number > 0 ? number : 1
}

/** The scope in an address: `new URL(request.url).searchParams`, or those of the present page. */
export function scopeIn(query: URLSearchParams): string | undefined {
  return query.get('scope') ?? undefined
}
