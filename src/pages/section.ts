// Which part of the console an address belongs to, and where the same part is at another scope.
import { paths, type At } from '../paths.ts'

/** The list that a path belongs to, as the sidebar names it: `/role/x` and `/roles/matrix` belong to `/roles`. */
export function sectionOf(pathname: string): string {
  const [, first = ''] = pathname.split('/')
  return first === 'role' || first === 'account' ? `/${first}s` : `/${first}`
}

const lists = new Map<string, (at: At) => string>([
  ['/projects', paths.access],
  ['/access', paths.access],
  ['/roles', paths.roles],
  ['/permissions', paths.permissions],
  ['/members', paths.members],
  ['/accounts', paths.accounts],
  ['/tokens', paths.tokens],
  ['/keys', paths.keys],
  ['/radar', paths.radar],
  ['/session', paths.session],
])

/** The same part of the console at another scope: lists stay lists, pages of one thing lead to their list. */
export function sectionAt(pathname: string, at: At): string {
  if (/^\/roles\/matrix\/?$/.test(pathname)) return paths.matrix(at)
  return (lists.get(sectionOf(pathname)) ?? paths.roles)(at)
}
