// The part of Auth0's search syntax v3 that is served: words, `field:word`, `field:"a phrase"`, `field:pre*`, AND, OR,
// NOT, parentheses (auth0.com/docs, user search query syntax). Hides parsing and what counts as a match.
import { refuse } from './errors.ts'
import type { User } from './world.ts'

type Test = (user: User) => boolean

const fields: Record<string, (user: User) => string | number | undefined> = {
  user_id: ({ id }) => id,
  email: ({ email }) => email,
  name: ({ name }) => name,
  given_name: ({ givenName }) => givenName,
  family_name: ({ familyName }) => familyName,
  nickname: ({ email }) => email?.split('@')[0],
  'email.domain': ({ email }) => email?.split('@')[1],
  'identities.provider': ({ id }) => id.split('|')[0],
  logins_count: ({ logins }) => logins,
}
/** What a word without a field is looked for in. */
const anywhere = ['name', 'email', 'nickname', 'given_name', 'family_name', 'user_id']
const caseless = new Set(['name', 'email', 'nickname', 'given_name', 'family_name'])

const token = /\s*(\(|\)|(?:[\w.]+:)?"(?:[^"\\]|\\.)*"|(?:\\.|[^\s()"])+)/y

/** A test for users. Throws a 400 for what is no query, or more than is served. */
export function matcher(q: string, isBlocked: (userId: string) => boolean): Test {
  const tokens = tokensOf(q)
  if (tokens.length === 0) return () => true
  let at = 0
  const either = (): Test => {
    const tests = [both()]
    // Words side by side are an OR, as in Lucene.
    while (at < tokens.length && tokens[at] !== ')') {
      if (tokens[at] === 'OR') at += 1
      tests.push(both())
    }
    return (user) => tests.some((test) => test(user))
  }
  const both = (): Test => {
    const tests = [one()]
    while (tokens[at] === 'AND') {
      at += 1
      tests.push(one())
    }
    return (user) => tests.every((test) => test(user))
  }
  const one = (): Test => {
    const next = tokens[at]
    at += 1
    if (next === 'NOT') {
      const test = one()
      return (user) => !test(user)
    }
    if (next === '(') {
      const inner = either()
      if (tokens[at] !== ')') throw unreadable()
      at += 1
      return inner
    }
    if (next === undefined || next === ')' || next === 'AND' || next === 'OR') throw unreadable()
    return term(next, isBlocked)
  }
  const test = either()
  if (at < tokens.length) throw unreadable()
  return test
}

function tokensOf(q: string): string[] {
  const text = q.trimEnd()
  const tokens: string[] = []
  token.lastIndex = 0
  for (let at = 0; at < text.length; at = token.lastIndex) {
    const [, found] = token.exec(text) ?? []
    if (found === undefined) throw unreadable()
    tokens.push(found)
  }
  return tokens
}

function term(text: string, isBlocked: (userId: string) => boolean): Test {
  const [, field, rest = ''] = /^(?:([\w.]+):)?(.*)$/s.exec(text) ?? []
  if (rest === '') throw unreadable()
  if (field === 'blocked') return (user) => String(user.blocked || isBlocked(user.id)) === rest
  const names = field === undefined ? anywhere : [field]
  const phrase = /^"(.*)"$/s.exec(rest)?.[1]
  const prefix = phrase === undefined ? /^(.*[^\\])\*$/s.exec(rest)?.[1] : undefined
  const wanted = (phrase ?? prefix ?? rest).replace(/\\(.)/gs, '$1')
  if (phrase === undefined && /(?<!\\)[*?[\]{}]/.test(prefix ?? rest)) throw unreadable()
  if (prefix !== undefined && wanted.length < 3) throw unreadable()
  return (user) =>
    names.some((name) => {
      const value = fields[name]?.(user)
      if (value === undefined) return false
      const [given, sought] = caseless.has(name)
        ? [String(value).toLowerCase(), wanted.toLowerCase()]
        : [String(value), wanted]
      const words = name === 'name' ? given.split(/\s+/) : [given]
      if (prefix !== undefined)
        return given.startsWith(sought) || words.some((word) => word.startsWith(sought))
      if (phrase !== undefined) return ` ${words.join(' ')} `.includes(` ${sought} `)
      return words.includes(sought)
    })
}

const unreadable = (): Error => refuse(400, 'The query is invalid', 'invalid_query_string')

const sortable: Record<string, (user: User) => string | number | undefined> = {
  ...fields,
  created_at: ({ created }) => created,
  updated_at: ({ changed }) => changed,
  last_login: ({ lastLogin }) => lastLogin,
}

/** Sorts by `field:1` or `field:-1`, who has no such field last. */
export function sorter(sort: string | null): (users: User[]) => User[] {
  if (sort === null || sort === '') return (users) => users
  const [, field = '', way] = /^([\w.]+):(-?1)$/.exec(sort) ?? []
  const by = sortable[field]
  if (by === undefined) throw refuse(400, `Invalid sort: ${sort}`, 'invalid_query_string')
  const turn = way === '1' ? 1 : -1
  return (users) => {
    const keyed = users.map((user) => ({ user, key: by(user) }))
    keyed.sort(({ key: one }, { key: other }) => {
      if (one === undefined || other === undefined)
        return Number(one === undefined) - Number(other === undefined)
      return (one < other ? -1 : one > other ? 1 : 0) * turn
    })
    return keyed.map(({ user }) => user)
  }
}
