// Roles of an Auth0 tenant behind the port, certain after an answer that was lost: names are unique, so that a role can be
// looked for by its name. Hides: paging, the tenant's words for a name that is taken.
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { EditableRoles } from '../directory.ts'
import { known, notDone, seen } from '../lost-answer.ts'
import type { Role, RoleDraft } from '../model.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import { isGone } from './errors.ts'
import { type List, pageAfter } from './pages.ts'
import { refuseWrong } from './role-rules.ts'
import { limits, traits } from './traits.ts'
import { roleOf } from './wire.ts'

const roles: List<Role> = { path: '/roles', rows: 'roles', row: roleOf }

type Fields = { name?: string; description?: string }

/** Makes the roles of the tenant. Failures are as the port says. */
export function roleDirectory(calls: Calls): EditableRoles {
  /** Drafts whose answer was lost and that no list has shown yet, by name. */
  const unanswered = new Map<string, RoleDraft>()
  /** How many roles there were when they were last counted. */
  let counted = 0

  const one = (body: unknown): Role => shaped(readable, roleOf(body), calls.host)
  const read = async (id: string, signal?: AbortSignal) =>
    one(await calls.get(`/roles/${segment(id)}`, {}, signal))

  /** The tenant searches names by a part of them, in any case. */
  async function named(name: string): Promise<Role | undefined> {
    for (let after: string | undefined; ;) {
      const page = await pageAfter(calls, { ...roles, query: { name_filter: name } }, after)
      const found = page.items.find((role) => role.name === name)
      if (found || page.next === undefined) return found
      after = page.next
    }
  }

  /** The role, if it came about although its creation failed; otherwise throws what became of it. */
  async function created(draft: RoleDraft, failure: Problem): Promise<Role> {
    const { name } = draft
    const isTaken = failure.details.status === 409
    const earlier = unanswered.get(name)
    if (failure.details.unsure) unanswered.set(name, draft)
    else if (!isTaken) throw failure
    // A refusal because it exists, after an answer that was lost, may be about the very role we made then.
    else if (!earlier || !isSame(earlier, draft)) throw taken(name, failure)
    const there = await seen(calls.sleep, isTaken ? taken(name, failure) : failure, () => named(name))
    if (!there)
      throw isTaken ? taken(name, failure) : notDone(failure, `The role “${name}” was not created`, 'Auth0')
    unanswered.delete(name)
    if (!isSame(there, draft)) throw taken(name, failure)
    return there
  }

  async function refuseFull(): Promise<void> {
    if (counted < limits.roles) return
    const { total } = await pageAfter(calls, roles, undefined)
    counted = total ?? 0
    if (counted < limits.roles) return
    throw new Problem(
      'conflict',
      `This tenant has ${counted} roles, and Auth0 allows no more than ${limits.roles}.`,
    )
  }

  return {
    async list({ after, search = '', signal } = {}) {
      const text = search.trim()
      // No name is longer.
      if (Array.from(text).length > traits.roles.name.max) return { items: [], total: 0 }
      const query: Record<string, string> = text === '' ? {} : { name_filter: text }
      const page = await pageAfter(calls, { ...roles, query }, after, signal)
      if (text === '') counted = page.total ?? 0
      return page
    },

    async get(id, signal) {
      try {
        return await read(id, signal)
      } catch (error) {
        if (!(error instanceof Problem) || !isGone(error)) throw error
        throw new Problem('not-found', `There is no role “${id}”. It may have been deleted.`, error.details)
      }
    },

    async create({ name, description = '' }) {
      refuseWrong({ name, description })
      await refuseFull()
      const draft = { name, ...(description && { description }) }
      try {
        const made = one(await calls.send('POST', '/roles', draft))
        unanswered.delete(name)
        counted += 1
        return made
      } catch (error) {
        if (error instanceof Problem) return created(draft, error)
        throw error
      }
    },

    async update(id, { name, description }) {
      const change: Fields = {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
      }
      if (Object.keys(change).length === 0) return
      refuseWrong(change)
      try {
        await calls.send('PATCH', `/roles/${segment(id)}`, change)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (error.details.status === 409 && name !== undefined) throw taken(name, error)
        if (!error.details.unsure) throw error
        const isDone = await seen(calls.sleep, error, async () => {
          const now = await read(id)
          return isSame({ ...now, ...change }, now) || undefined
        })
        if (!isDone) throw notDone(error, 'The role was not changed', 'Auth0')
      }
    },

    async delete(id) {
      try {
        await calls.send('DELETE', `/roles/${segment(id)}`)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (isGone(error)) return
        if (!error.details.unsure) throw error
        const isDone = await seen(calls.sleep, error, () => read(id).then(() => undefined, gone))
        if (!isDone) throw notDone(error, 'The role was not deleted', 'Auth0')
      }
      counted -= 1
    },
  }
}

const readable = v.custom<Role>((role) => role !== undefined)

function gone(error: unknown): true {
  if (error instanceof Problem && isGone(error)) return true
  throw error
}

function isSame(one: Fields, other: Fields): boolean {
  return one.name === other.name && (one.description ?? '') === (other.description ?? '')
}

function taken(name: string, { details }: Problem): Problem {
  const message = `A role with the name “${name}” exists already.`
  return new Problem('conflict', message, { ...known(details), fields: { name: message } })
}
