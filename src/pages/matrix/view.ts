// What the matrix shows of roles and permissions: the filters of the address, and the rows and columns they leave.
import { useSearchParams } from 'react-router'
import type { Catalogue, Permission, Role } from '../../directory/model.ts'
import { scopeIn, type At } from '../../paths.ts'

/** One row: a permission with the name of its resource, and why no role can be given it. */
export type Line = { permission: Permission; resource: string; fixed: string | undefined }

export type MatrixView = At & { search: string; permission: string }

/** The filters of the present address. */
export function useMatrixView(): MatrixView {
  const [query] = useSearchParams()
  return { search: query.get('q') ?? '', permission: query.get('permission') ?? '', scope: scopeIn(query) }
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function matches(wanted: string, ...texts: (string | undefined)[]): boolean {
  const text = wanted.trim().toLocaleLowerCase()
  return text === '' || texts.some((one) => one?.toLocaleLowerCase().includes(text))
}

/** The roles whose key, name or group contains the search, by name or `asListed`. */
export function columnsOf(roles: readonly Role[], search: string, asListed: boolean): Role[] {
  const found = roles.filter(({ id, name, group }) => matches(search, id, name, group))
  if (asListed) return found
  return found.toSorted(
    (one, other) => collator.compare(one.name, other.name) || collator.compare(one.id, other.id),
  )
}

/** The permissions whose name, description or resource contains the search, resource by resource. */
export function linesOf({ resources }: Catalogue, search: string): Line[] {
  return resources
    .toSorted(
      (one, other) =>
        Number(one.fixed !== undefined) - Number(other.fixed !== undefined) ||
        collator.compare(one.name, other.name),
    )
    .flatMap(({ name, hint, fixed, permissions }) =>
      permissions
        .filter((one) => matches(search, one.name, one.description, name, hint))
        .toSorted((one, other) => collator.compare(one.name, other.name))
        .map((permission) => ({ permission, resource: name, fixed })),
    )
}
