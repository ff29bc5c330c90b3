// What lies in a scope, counted from the list of all scopes: that is what a role there holds for as well. Pure.
import type { Page, Scope } from '../../directory/model.ts'
import { counted } from '../../ui/amount.ts'

/**
 * "2 projects and 3 resources"; empty where nothing lies in it. Null where the list does not say, because it lacks the scope
 * or breaks off.
 */
export function insideOf({ items, next }: Page<Scope>, id: string): string | null {
  const at = items.findIndex((one) => one.id === id)
  const scope = items[at]
  if (!scope) return null
  const depth = scope.depth ?? 0
  // What lies in a scope stands right behind it, deeper than it.
  const end = items.findIndex((one, index) => index > at && (one.depth ?? 0) <= depth)
  if (end === -1 && next !== undefined) return null
  const numbers = new Map<string, number>()
  for (const { what = 'Place' } of items.slice(at + 1, end === -1 ? undefined : end)) {
    // "Resource, of that type" counts as a resource.
    const word = what.replace(/,.*/s, '').toLowerCase()
    numbers.set(word, (numbers.get(word) ?? 0) + 1)
  }
  return new Intl.ListFormat('en').format([...numbers].map(([word, number]) => counted(number, word)))
}
