// Permissions behind the port. Zitadel's roles carry none, so the console keeps them in the organization's metadata (design §7).
// Hides: that a permission exists in two places, the catalogue and the sets of the roles that hand it out.
import type { EditablePermissions } from '../directory.ts'
import type { Accepted, Catalogue, Granted, Permission, Resource } from '../model.ts'
import { Problem } from '../problem.ts'
import { wrongWith } from '../text-rule.ts'
import { outcomeOf, type Items } from './edits.ts'
import { foreignText, type KeptPermissions, type Stored } from './kept.ts'
import { permissionTraits } from './traits.ts'

/** Makes the permissions of one project. `kept` finds where they are stored, once. */
export function permissionDirectory(kept: () => Promise<KeptPermissions>): Required<EditablePermissions> {
  return {
    async catalogue(options = {}) {
      const { signal } = options
      const store = await kept()
      const [stored, roles] = await Promise.all([store.catalogue(signal), store.roles(options)])
      return catalogueOf(stored, roles)
    },

    async create({ name, description = '' }) {
      refuseWrong({ name, description })
      let tries = 0
      const { visible } = await (
        await kept()
      ).changeCatalogue(editing(name, description), (items) => {
        tries += 1
        if (!items.has(name)) return
        // Later it may be our own that is seen, or somebody else's of the same name.
        if (tries > 1 && items.get(name) === description) return
        const message = `A permission “${name}” exists already.`
        throw new Problem('conflict', message, { fields: { name: message } })
      })
      return { ...permissionOf(name, description), ...(!visible && { settling: true }) }
    },

    async describe({ id, description: before = '' }, description) {
      if (description === before) return { visible: true }
      refuseWrong({ description })
      const { visible } = await (
        await kept()
      ).changeCatalogue(editing(id, description), (items) => {
        const now = items.get(id)
        if (now === before || now === description) return
        const what =
          now === undefined ? 'deleted it, or it never stood in the list' : 'described it otherwise'
        throw new Problem('conflict', `“${id}” was left as it is: somebody ${what}.`)
      })
      return { visible }
    },

    async delete(id) {
      const store = await kept()
      const { sets, complete } = await store.roles()
      // A set that nobody looked into would go on handing it out.
      if (!complete) {
        const why = 'What the roles hand out could not be read completely'
        throw new Problem('unexpected', `${why}, so nothing was deleted.`)
      }
      const holders = [...sets].filter(([, { items }]) => items.has(id)).map(([role]) => role)
      // The catalogue last: a deletion that breaks off can be repeated as long as the permission stands there.
      const done: Accepted[] = []
      for (let at = 0; at < holders.length; at += 6) {
        const some = holders.slice(at, at + 6)
        const change = { add: [], remove: [id] }
        done.push(...(await Promise.all(some.map((role) => store.changeRole(role, change)))))
      }
      done.push(await store.changeCatalogue({ put: new Map(), drop: new Set([id]) }))
      return { visible: done.every(({ visible }) => visible) }
    },

    async granted(role, { signal } = {}) {
      return grantedOf(role, await (await kept()).role(role, signal))
    },

    async grantedAll(options) {
      const { sets, complete } = await (await kept()).roles(options)
      if (!complete) {
        throw new Problem('unexpected', 'What the roles hand out could not be read completely.')
      }
      return new Map([...sets].map(([role, stored]) => [role, grantedOf(role, stored)]))
    },

    async change(role, change) {
      if (change.add.length + change.remove.length === 0) {
        const { items } = await (await kept()).role(role)
        return { items: [], now: [...items.keys()], visible: true }
      }
      return outcomeOf(change, await (await kept()).changeRole(role, change))
    },
  }
}

/** The catalogue, with what roles hand out beyond it. */
export function catalogueOf(
  { items, foreign }: Stored,
  { sets, complete }: { sets: ReadonlyMap<string, Stored>; complete: boolean },
): Catalogue {
  const trouble: string[] = []
  if (foreign !== undefined) trouble.push(foreignText('the list of permissions', foreign))
  if (!complete) trouble.push('What some roles hand out could not be read.')
  for (const [role, set] of sets) {
    if (set.foreign !== undefined) trouble.push(foreignText(`the role “${role}”`, set.foreign))
  }
  const handedOut = new Set<string>()
  for (const { items: granted } of sets.values()) for (const name of granted.keys()) handedOut.add(name)
  const unlisted = [...handedOut].filter((name) => !items.has(name)).toSorted()
  if (unlisted.length > 0 && foreign === undefined) {
    const shown = unlisted.slice(0, 5).map((name) => `“${name}”`)
    const more = unlisted.length > 5 ? ` and ${unlisted.length - 5} more` : ''
    trouble.push(`Roles hand out what does not stand in the list of permissions: ${shown.join(', ')}${more}.`)
  }
  const all: Items = new Map([...items, ...unlisted.map((name) => [name, ''] as const)])
  const fixed = foreign === undefined ? undefined : foreignText('the list of permissions', foreign)
  return {
    resources: resourcesOf(all, fixed),
    complete: complete && foreign === undefined,
    trouble,
  }
}

function resourcesOf(items: Items, fixed: string | undefined): Resource[] {
  const byId = new Map<string, Resource>()
  for (const [name, description] of items) {
    const permission = permissionOf(name, description)
    const id = permission.resource
    const resource = byId.get(id) ?? { id, name: id, permissions: [], ...(fixed !== undefined && { fixed }) }
    resource.permissions.push(permission)
    byId.set(id, resource)
  }
  return [...byId.values()]
}

/** A permission; what stands before the colon of its name is its resource. */
export function permissionOf(name: string, description = ''): Permission {
  const [before = ''] = name.split(':', 1)
  const resource = name.includes(':') && before !== '' ? before : 'general'
  return { id: name, name, resource, ...(description && { description }) }
}

function grantedOf(role: string, { items, foreign }: Stored): Granted {
  if (foreign === undefined) return { permissions: [...items.keys()], complete: true }
  return { permissions: [], complete: false, fixed: foreignText(`the role “${role}”`, foreign) }
}

function editing(name: string, description: string) {
  return { put: new Map([[name, description]]), drop: new Set<string>() }
}

function refuseWrong({ name, description }: { name?: string; description: string }): void {
  const fields: Record<string, string> = {}
  const wrongName = name === undefined ? undefined : wrongWith(permissionTraits.name, name, 'identifier')
  const wrongText = wrongWith(permissionTraits.description, description)
  if (wrongName) fields['name'] = wrongName
  if (wrongText) fields['description'] = wrongText
  const [first] = Object.values(fields)
  if (first) throw new Problem('invalid', first, { fields })
}
