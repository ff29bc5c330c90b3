import { expect, test } from 'vitest'
import { judge } from '../../directory/grants.ts'
import type { Member } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { stateOf } from './compare-state.ts'

const person: Member = { id: 'p', name: 'Ana', state: 'active', kind: 'person', assignments: [] }
const owner: Member = {
  ...person,
  assignments: [{ role: { id: '1', name: 'Owner' }, rank: 0, sources: [{ kind: 'direct' }], active: true }],
}
const rightsOf = (...found: string[]) => ({
  data: judge('ktrlplane', 'the answer', found, (right) => found.includes(right)),
  error: null,
})
const unread = { data: undefined, error: null }
const away = new Problem('away', 'No answer.')
const gone = new Problem('not-found', 'Not there.')
const listOf = (items: Member[], complete = true, total: number | null = items.length) => ({
  data: { items, complete, total },
  error: null,
  dataUpdatedAt: 7,
})
const read = { named: unread, rights: rightsOf('read'), list: listOf([owner]) }
const failed = (error: Error) => ({ data: undefined, error })

test('nothing is known before it is read', () => {
  const list = { ...unread, dataUpdatedAt: 0 }
  expect(stateOf({ ...read, list })).toEqual({ kind: 'reading' })
  expect(stateOf({ ...read, list, rights: unread })).toEqual({ kind: 'reading' })
})

test('a list is there as a whole, or it is said what is missing', () => {
  expect(stateOf(read)).toMatchObject({ kind: 'read', at: 7, error: null, lines: [{ id: 'p' }] })
  expect(stateOf({ ...read, list: listOf([]) })).toMatchObject({ kind: 'read', lines: [] })
  const half = { kind: 'partly', read: 1 }
  expect(stateOf({ ...read, list: listOf([owner], false, 3) })).toEqual({ ...half, total: 3 })
  const unknown = { ...person, id: 'q', assignments: null }
  expect(stateOf({ ...read, list: listOf([owner, unknown]) })).toEqual({ ...half, total: 2 })
})

test('what was read stays when it cannot be read again, and says so', () => {
  expect(stateOf({ ...read, list: { ...read.list, error: away } })).toMatchObject({
    kind: 'read',
    error: away,
    lines: [{ id: 'p' }],
  })
})

test('without the right it is denied, whatever was read before', () => {
  const rights = rightsOf('manage_access')
  expect(stateOf({ ...read, rights })).toEqual({ kind: 'denied', rights: rights.data, unseen: undefined })
  const named = failed(gone)
  expect(stateOf({ ...read, named, rights: rightsOf() })).toMatchObject({ unseen: 'Not there.' })
  expect(stateOf({ ...read, named: failed(away), rights: rightsOf() })).toMatchObject({ unseen: undefined })
})

test('a failure is none of that', () => {
  expect(stateOf({ ...read, rights: failed(away) })).toEqual({ kind: 'failed', error: away })
  expect(stateOf({ ...read, list: { ...failed(away), dataUpdatedAt: 0 } })).toEqual({
    kind: 'failed',
    error: away,
  })
  expect(stateOf({ ...read, rights: failed(gone) })).toEqual({ kind: 'missing', message: 'Not there.' })
})
