// What a permission with a wildcard stands for.
import { expect, test } from 'vitest'
import { permissionOf } from './definitions.ts'

const row = (action: string, resource_type = 'Graph') => ({ resource_type, action, description: '' })
const all = [
  ...['jobs/*', 'jobs/read', 'jobs/imports/*', 'jobsearch', 'models/read'].map((action) => row(action)),
  row('jobs/read', 'Flow'),
]
const covered = (action: string) => permissionOf(row(action), all).covers

test('what begins with the same, of the same service, and not itself', () => {
  expect(covered('jobs/*')).toEqual({
    what: 'everything that begins with “jobs/”',
    permissions: ['Graph:jobs/read', 'Graph:jobs/imports/*'],
  })
  expect(covered('jobs/imports/*')?.permissions).toEqual([])
})

test('a wildcard alone stands for everything, and only at the end it is one', () => {
  expect(covered('*')).toMatchObject({ what: 'everything' })
  expect(covered('*')?.permissions).toHaveLength(5)
  expect(covered('jobs/*/read')).toBeUndefined()
  expect(permissionOf(row('read'), all)).toEqual({ id: 'Graph:read', resource: 'Graph', name: 'read' })
})
