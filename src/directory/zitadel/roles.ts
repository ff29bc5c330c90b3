// Roles of a Zitadel project behind the port: read with our own writes in them, and certain after an answer that was
// lost. Hides: offset paging, filters that cannot be joined by "or", lagging lists, roles that are only written whole.
import type { EditableRoles } from '../directory.ts'
import { pause } from '../http.ts'
import { known, notDone, seen } from '../lost-answer.ts'
import type { Role } from '../model.ts'
import { Problem } from '../problem.ts'
import { createSettling, cursorOf, readingOf } from '../settling.ts'
import { isNoChange, isUnknownProject } from './errors.ts'
import type { RoleCalls, RoleFields, RoleFilter } from './role-calls.ts'
import { refuseWrong, roleTraits, withFields } from './role-rules.ts'

/** Half of what Zitadel gives at most (MaxQueryLimit 1000; more is an error). */
const pageSize = 500

export type RoleOptions = { sleep?: (ms: number) => Promise<void>; now?: () => number }

/** Makes the roles of one project. Failures are as the port says. */
export function roleDirectory(calls: RoleCalls, options: RoleOptions = {}): EditableRoles {
  const { sleep = pause, now = Date.now } = options
  const settling = createSettling<Role>(now)
  /** Drafts whose answer was lost and that no list has shown yet, by key. */
  const unanswered = new Map<string, Role>()

  async function find(id: string): Promise<Role | undefined> {
    const page = await calls.page({ offset: 0, limit: 10, filter: { by: 'key', match: 'is', text: id } })
    return settling.over(page, undefined, (role) => role.id === id).rows.find((role) => role.id === id)
  }

  /** Zitadel takes a role only whole: what the change leaves out is read just before, our own writes included. */
  async function completed(id: string, change: Partial<RoleFields>): Promise<RoleFields> {
    const { name, group } = change
    if (name !== undefined && group !== undefined) return { name, group }
    const role = await find(id)
    if (!role) throw new Problem('not-found', `The role “${id}” does not exist any more.`)
    return changed(role, change)
  }

  /** The role, if it came about although its creation failed; otherwise throws what became of it. */
  async function created(role: Role, failure: Problem): Promise<Role> {
    const { id } = role
    const earlier = unanswered.get(id)
    const isLost = failure.details.unsure ?? false
    if (isLost) unanswered.set(id, role)
    else if (failure.kind !== 'conflict') throw withFields(failure)
    // A refusal because it exists, after an answer that was lost, may be about the very role we made then.
    else if (!earlier || !isSame(earlier, role)) throw existing(id, failure)

    const there = await seen(sleep, isLost ? failure : existing(id, failure), () => find(id))
    if (!there)
      throw isLost ? notDone(failure, `The role “${id}” was not created`, 'Zitadel') : existing(id, failure)
    unanswered.delete(id)
    if (!isSame(there, role)) throw existing(id, failure)
    return there
  }

  async function matches(filter: RoleFilter, signal: AbortSignal | undefined) {
    const roles: Role[] = []
    for (let offset = 0; ;) {
      const { rows, given, total } = await calls.page({ offset, limit: pageSize, filter, signal })
      roles.push(...rows)
      offset += given
      if (given === 0 || offset >= total) return { roles, missing: total - roles.length }
    }
  }

  /**
   * Zitadel joins filters by "and", while people look for a key or a name: two readings, joined here. They hold only
   * matches, so that even of a long list one page tells all.
   */
  async function searched(text: string, signal: AbortSignal | undefined) {
    // No key or name is longer, and Zitadel would refuse the question.
    if (Array.from(text).length > roleTraits.name.max) return { items: [], total: 0 }
    const [byKey, byName] = await Promise.all([
      matches({ by: 'key', match: 'contains', text }, signal),
      matches({ by: 'name', match: 'contains', text }, signal),
    ])
    const byId = new Map([...byKey.roles, ...byName.roles].map((role) => [role.id, role]))
    const given = byId.size
    // Rows that could not be read stay in the total, so that the list shows itself to be incomplete.
    const page = { rows: [...byId.values()], given, total: given + Math.max(byKey.missing, byName.missing) }
    const laid = settling.over(page, undefined, ({ id, name }) =>
      [id, name].some((value) => value.toLowerCase().includes(text.toLowerCase())),
    )
    return { items: laid.rows, total: laid.total }
  }

  return {
    async get(id) {
      const role = await find(id)
      if (role) return role
      throw new Problem('not-found', `There is no role “${id}”. It may have been deleted.`)
    },

    async list({ after, search = '', signal } = {}) {
      const text = search.trim()
      if (text !== '') return searched(text, signal)
      const reading = readingOf(after)
      if (after !== undefined && !reading) {
        throw new Problem('unexpected', 'This page of the list does not exist.')
      }
      const page = await calls.page({ offset: reading?.offset ?? 0, limit: pageSize, signal })
      const laid = settling.over(page, reading)
      const isLast = page.given === 0 || laid.reading.offset >= page.total
      return { items: laid.rows, total: laid.total, ...(!isLast && { next: cursorOf(laid.reading) }) }
    },

    async create({ id = '', name, group = '' }) {
      refuseWrong({ id, name, group })
      const role: Role = { id, name, ...(group && { group }) }
      try {
        const at = await calls.add(id, role)
        const made = { ...role, createdAt: at, updatedAt: at }
        unanswered.delete(id)
        settling.created(made, at)
        return made
      } catch (error) {
        if (error instanceof Problem) return created(role, error)
        throw error
      }
    },

    async update(id, { name, group }) {
      const change = { ...(name !== undefined && { name }), ...(group !== undefined && { group }) }
      if (Object.keys(change).length === 0) return
      refuseWrong(change)
      const fields = await completed(id, change)
      try {
        const at = await calls.replace(id, fields)
        settling.changed(id, (role) => ({ ...changed(role, change), updatedAt: at }), at)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (isNoChange(error)) return
        if (!error.details.unsure) throw withFields(error)
        const isDone = await seen(sleep, error, async () => {
          const role = await find(id)
          return (role && isSame(role, changed(role, change))) || undefined
        })
        if (!isDone) throw notDone(error, `The role “${id}” was not changed`, 'Zitadel')
      }
    },

    async delete(id) {
      try {
        settling.deleted(id, await calls.remove(id))
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (error.kind === 'not-found' && !isUnknownProject(error)) {
          settling.deleted(id, new Date(now()))
          return
        }
        if (!error.details.unsure) throw error
        const isDone = await seen(sleep, error, async () => ((await find(id)) ? undefined : true))
        if (!isDone) throw notDone(error, `The role “${id}” was not deleted`, 'Zitadel')
      }
    },
  }
}

function changed(role: Role, { name, group }: Partial<RoleFields>): Role {
  const { group: before, ...rest } = role
  const after = group ?? before
  return { ...rest, ...(name !== undefined && { name }), ...(after && { group: after }) }
}

function isSame(one: RoleFields, other: RoleFields): boolean {
  return one.name === other.name && (one.group ?? '') === (other.group ?? '')
}

function existing(id: string, { details }: Problem): Problem {
  const message = `A role with the key “${id}” exists already.`
  return new Problem('conflict', message, { ...known(details), fields: { id: message } })
}
