// What the forms about permissions read, check and say in the end.
import type { Traits } from '../../directory/directory.ts'
import type { Resource } from '../../directory/model.ts'
import { wrongWith } from '../../directory/text-rule.ts'
import { amount } from '../../ui/amount.ts'

/** A field's text as it was meant: without the space around it. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

type PermissionTraits = NonNullable<Traits['permissions']>

/** What is wrong with these fields, by their names; empty where nothing is. */
export function wrongFields(
  { name: nameRule, description: descriptionRule }: PermissionTraits,
  { name, description }: { name: string; description: string },
): Record<string, string> {
  const wrong = {
    name: wrongWith(nameRule, name, 'identifier'),
    description: wrongWith(descriptionRule, description),
  }
  return Object.fromEntries(Object.entries(wrong).flatMap(([field, text]) => (text ? [[field, text]] : [])))
}

/** What was done, in a sentence; `visible` false: the directory took it, but its lists do not show it yet. */
export function doneText(what: string, visible: boolean): string {
  return visible ? `${what}.` : `${what}: accepted; the lists do not show it yet.`
}

/** How full a resource is, said before its limit is hit; undefined where there is no limit. */
export function roomIn(
  { name, permissions }: Resource,
  perResource: number | undefined,
): { text: string; full: boolean } | undefined {
  if (perResource === undefined) return undefined
  const used = permissions.length
  if (used >= perResource)
    return {
      full: true,
      text: `${name} has all of the ${amount(perResource)} permissions that it can have. Delete one first.`,
    }
  return { full: false, text: `${name} has ${amount(used)} of at most ${amount(perResource)} permissions.` }
}
