import { expect, test } from 'vitest'
import type { Resource } from '../../directory/model.ts'
import { coveringOf } from '../permissions/covering.ts'
import { linesIn, partsOf, type Side } from './handed-out-view.ts'

const of = (resource: string, name: string, covered?: string[]) => ({
  id: `${resource}:${name}`,
  resource,
  name,
  ...(covered && {
    covers: { what: `all of ${name}`, permissions: covered.map((one) => `${resource}:${one}`) },
  }),
})
const resources: Resource[] = [
  { id: 'graph', name: 'Graph', permissions: [of('graph', 'models/read'), of('graph', 'twins/read')] },
  { id: 'platform', name: 'Platform', permissions: [of('platform', 'read'), of('platform', 'write')] },
]
resources[0]?.permissions.unshift(of('graph', 'twins/*', ['twins/read']), of('graph', 'twins/write'))
const covering = coveringOf(resources)

const shown = (granted: string[], side: Side, search = '') =>
  partsOf(resources, covering, granted, { side, search }).map(({ resource, lines }) => [
    resource.name,
    lines.map(({ permission, through }) =>
      [permission.name, through.map(({ name }) => name)].flat().join(' < '),
    ),
  ])

test('what is handed out by name comes before what is covered by it', () => {
  expect(shown(['graph:twins/*', 'platform:read'], 'has')).toEqual([
    ['Graph', ['twins/*', 'twins/read < twins/*']],
    ['Platform', ['read']],
  ])
})

test('what is covered is not among what is lacking', () => {
  expect(shown(['graph:twins/*', 'platform:read', 'platform:write'], 'lacks')).toEqual([
    ['Graph', ['models/read', 'twins/write']],
  ])
})

test('nothing handed out is nothing, and everything is lacking', () => {
  expect(shown([], 'has')).toEqual([])
  expect(linesIn(partsOf(resources, covering, [], { side: 'lacks', search: '' }))).toBe(6)
})

test('a search narrows both sides, and what no list names can be seen', () => {
  expect(shown(['platform:read', 'gone:one'], 'has', 'read')).toEqual([['Platform', ['read']]])
  expect(shown(['gone:one'], 'has')).toEqual([['Not in the list of permissions', ['gone:one']]])
  expect(shown([], 'lacks', 'platform')).toEqual([['Platform', ['read', 'write']]])
})
