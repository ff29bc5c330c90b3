// The permissions of one project as they are stored in its organization's metadata: the catalogue and each role's set, read
// and changed one key at a time. Hides: keys, marks, and values that are not ours, which are never written over.
import type { Progress, SetChange } from '../model.ts'
import { Problem } from '../problem.ts'
import { editOf, type Edit, type Items, type Version } from './edits.ts'
import {
  catalogueKey,
  found,
  largest,
  roleIn,
  roleKey,
  rolePrefix,
  written,
  type Owner,
} from './kept-format.ts'
import type { Merging, Settlement, Store } from './merging.ts'
import type { Entry, Metadata } from './metadata.ts'

/** What is stored for a role or as the catalogue; `foreign` says why it is neither read nor written. */
export type Stored = { items: Items; foreign?: string }

export type KeptPermissions = {
  catalogue(signal?: AbortSignal): Promise<Stored>
  role(role: string, signal?: AbortSignal): Promise<Stored>
  /** By role id. Incomplete where an entry could not be read. */
  roles(options?: Progress): Promise<{ sets: Map<string, Stored>; complete: boolean }>
  changeCatalogue(edit: Edit, guard?: (items: Items) => void): Promise<Settlement>
  changeRole(role: string, change: SetChange): Promise<Settlement>
  /** Removes what is stored for a role that does not exist any more, if it is ours. */
  forget(role: string): Promise<void>
}

const memory = (key: string) => `metadata:${key}`

function versionOf(entry: Entry | undefined, owner: Owner): Version | undefined | { foreign: string } {
  if (!entry) return undefined
  const what = found(entry.value, owner)
  return 'foreign' in what ? what : { items: what.kept.items, marks: what.kept.marks, at: entry.at }
}

/** Opens the permissions of one project. */
export function keptPermissions(metadata: Metadata, project: string, merging: Merging): KeptPermissions {
  /** What an entry holds, with our own accepted write where a lagging list does not show it yet. */
  function storedIn(key: string, entry: Entry | undefined, owner: Owner): Stored {
    const read = versionOf(entry, owner)
    if (read && 'foreign' in read) return { items: new Map(), foreign: read.foreign }
    return { items: merging.over(memory(key), read)?.items ?? new Map() }
  }

  function store(key: string, owner: Owner, name: string): Store {
    return {
      name,
      isMarked: true,
      async read() {
        const version = versionOf(await metadata.get(key), owner)
        if (version && 'foreign' in version) throw leftAlone(key, version.foreign)
        return version
      },
      async write(items, base, mark) {
        const value = written({ items, marks: [...(base?.marks ?? []), mark] }, owner)
        if (value === undefined) {
          const limit = `${largest.toLocaleString('en')} bytes, the most that Zitadel keeps under one key`
          throw new Problem('invalid', `This would make ${name} longer than ${limit}.`)
        }
        return metadata.set(key, value)
      },
      isStale: () => false,
    }
  }

  return {
    async catalogue(signal) {
      const key = catalogueKey(project)
      return storedIn(key, await metadata.get(key, signal), { project })
    },

    async role(role, signal) {
      const key = await roleKey(project, role)
      return storedIn(key, await metadata.get(key, signal), { project, role })
    },

    async roles(options) {
      const prefix = rolePrefix(project)
      const { entries, complete } = await metadata.all(prefix, options)
      const sets = new Map<string, Stored>()
      let isComplete = complete
      for (const entry of entries) {
        const rest = entry.key.slice(prefix.length)
        const named = roleIn(entry.value, project)
        const isNamed = named !== undefined && (await roleKey(project, named)) === entry.key
        // Of a hashed key only the value says whose it is.
        if (!isNamed && /^#[\w-]{43}$/.test(rest)) isComplete = false
        else {
          const role = isNamed ? named : rest
          sets.set(role, storedIn(entry.key, entry, { project, role }))
        }
      }
      return { sets, complete: isComplete }
    },

    changeCatalogue(edit, guard) {
      const key = catalogueKey(project)
      return merging.settle(memory(key), store(key, { project }, 'the list of permissions'), edit, guard)
    },

    async changeRole(role, change) {
      const key = await roleKey(project, role)
      const name = `the permissions of “${role}”`
      return merging.settle(memory(key), store(key, { project, role }, name), editOf(change))
    },

    async forget(role) {
      const key = await roleKey(project, role)
      const version = versionOf(await metadata.get(key), { project, role })
      if (version && !('foreign' in version)) await metadata.remove(key)
    },
  }
}

/** What stands under a key and is not for this console to change, in a sentence. */
export function foreignText(what: string, why: string): string {
  return `What is stored for ${what} in the organization's metadata is left alone: ${why}.`
}

function leftAlone(key: string, why: string): Problem {
  return new Problem('conflict', foreignText(`“${key}”`, why))
}
