import { expect, test } from 'vitest'
import type { Permission, Resource, Role } from '../../directory/model.ts'
import { coveredBy, coveringOf, holdingOf, throughText } from './covering.ts'

const permission = (name: string, covered?: string[]): Permission => ({
  id: `graph:${name}`,
  resource: 'graph',
  name,
  ...(covered && {
    covers: { what: 'everything of the kind', permissions: covered.map((one) => `graph:${one}`) },
  }),
})
const graph: Resource = {
  id: 'graph',
  name: 'Graph',
  permissions: [
    permission('jobs/*', ['jobs/imports/*', 'jobs/imports/read', 'jobs/deletions/read']),
    permission('jobs/imports/*', ['jobs/imports/read']),
    permission('jobs/imports/read'),
    permission('jobs/deletions/read'),
    permission('mcp/*', []),
    permission('read'),
  ],
}
const covering = coveringOf([graph])
const names = (permissions: readonly Permission[]) => permissions.map(({ name }) => name)

const role = (id: string): Role => ({ id, name: id.toUpperCase() })
const handedOut = new Map([
  ['graph:jobs/*', [role('owner')]],
  ['graph:jobs/imports/*', [role('owner'), role('importer')]],
  ['graph:jobs/imports/read', [role('viewer'), role('importer')]],
])
const of = (id: string) => handedOut.get(id) ?? []
const held = (id: string) => holdingOf(id, covering, of).map(({ role, through }) => [role.id, names(through)])
const through = (...granted: string[]) => names(covering.through('graph:jobs/imports/read', new Set(granted)))

test('who stands for a permission, the narrowest first', () => {
  expect(names(covering.of('graph:jobs/imports/read'))).toEqual(['jobs/imports/*', 'jobs/*'])
  expect(names(covering.of('graph:jobs/imports/*'))).toEqual(['jobs/*'])
  expect(covering.of('graph:read')).toEqual([])
  expect(covering.none).toBe(false)
  expect(coveringOf([{ ...graph, permissions: [permission('read')] }]).none).toBe(true)
})

test('only what is among the granted covers', () => {
  expect(through('graph:jobs/*', 'graph:read')).toEqual(['jobs/*'])
  expect(through('graph:mcp/*', 'graph:jobs/imports/read')).toEqual([])
})

test('a permission that names itself is not had through itself', () => {
  const self = coveringOf([{ ...graph, permissions: [permission('jobs/*', ['jobs/*'])] }])
  expect(self.of('graph:jobs/*')).toEqual([])
})

test('roles that have it by its own name come first and are not named twice', () => {
  expect(held('graph:jobs/imports/read')).toEqual([
    ['viewer', []],
    ['importer', []],
    ['owner', ['jobs/imports/*', 'jobs/*']],
  ])
  expect(held('graph:jobs/deletions/read')).toEqual([['owner', ['jobs/*']]])
  expect(held('graph:read')).toEqual([])
})

test('what a permission covers of those that there are', () => {
  const [jobs = permission(''), , read = permission(''), , mcp = permission('')] = graph.permissions
  expect(names(coveredBy(jobs, [graph]))).toEqual([
    'jobs/deletions/read',
    'jobs/imports/*',
    'jobs/imports/read',
  ])
  expect(coveredBy(mcp, [graph])).toEqual([])
  expect(coveredBy(read, [graph])).toEqual([])
})

test('the ways in words', () => {
  expect(throughText(covering.of('graph:jobs/imports/read'))).toBe('through jobs/imports/* and jobs/*')
})
