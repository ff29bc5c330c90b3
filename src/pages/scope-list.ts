// Lists of scopes as they are shown: how many there are, what lies in what, and how to tell them apart.
import type { Page, Scope } from '../directory/model.ts'
import type { LinkItem } from '../ui/link-list.tsx'

/** A scope with those that lie in it. */
export type Branch = {
  scope: Scope
  /** How many of the list it lies in. */
  level: number
  inside: Branch[]
}

/** What lies in one another. In what a search found, what something lies in may be missing: that then stands on top. */
export function treeOf(items: readonly Scope[]): Branch[] {
  const roots: Branch[] = []
  let open: Branch[] = []
  for (const scope of items) {
    const { depth = 0, within } = scope
    const around = open.findLast((one) => (one.scope.depth ?? 0) === depth - 1)
    // The one before it that is less deep need not be the one around it.
    const parent = around?.scope.name === within ? around : undefined
    const level = parent ? parent.level + 1 : 0
    const branch: Branch = { scope, level, inside: [] }
    ;(parent?.inside ?? roots).push(branch)
    open = [...open.slice(0, level), branch]
  }
  return roots
}

/** The same, in the order of the list. */
export function rowsOf(branches: readonly Branch[]): Branch[] {
  return branches.flatMap((branch) => [branch, ...rowsOf(branch.inside)])
}

/** What a branch lies in, where that does not stand above it. */
export function elsewhere({ scope, level }: Branch): string | undefined {
  return level === 0 ? scope.within : undefined
}

/** How many there are to choose from; nothing where there is none. */
export function countOf({ items, total, next }: Page<Scope>, search: string): string {
  const open = items.filter(({ closed }) => closed === undefined).length
  if (open === 0) return ''
  if (next !== undefined || (total !== null && total > items.length))
    return `${items.length} of ${total ?? 'more'} shown. Search to find the others.`
  return search === '' ? `All ${open}` : `${open} found`
}

/** What each is, in words, with what it is called by where others of the list have the same name. */
export function hintsFor(items: readonly Scope[]): (scope: Scope) => string | undefined {
  const names = new Map<string, number>()
  for (const { name } of items) names.set(name, (names.get(name) ?? 0) + 1)
  return ({ name, what, key }) => {
    const parts = [what, (names.get(name) ?? 0) > 1 ? key : undefined].filter((part) => part !== undefined)
    return parts.length === 0 ? undefined : parts.join(', ')
  }
}

/** The tree as links; `of` says where one leads and what else there is to it. */
export function linksOf(
  items: readonly Scope[],
  of: (scope: Scope) => Pick<LinkItem, 'to' | 'current' | 'closed'>,
): LinkItem[] {
  const hintOf = hintsFor(items)
  const link = (branch: Branch): LinkItem => {
    const { scope, inside } = branch
    const around = elsewhere(branch)
    const hint = [hintOf(scope), around === undefined ? undefined : `in ${around}`]
    return {
      key: scope.id,
      label: scope.name,
      hint: hint.filter((part) => part !== undefined).join(' ') || undefined,
      items: inside.map(link),
      ...of(scope),
    }
  }
  return treeOf(items).map(link)
}
