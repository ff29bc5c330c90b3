import { describe, expect, test } from 'vitest'
import { keepsKeystone, throughAssignments, throughRoles, waysTo } from './lockout.ts'
import type { Source, Way } from './model.ts'

const direct: Source = { kind: 'direct' }
const by = (role: string, source: Source = direct): Way => ({ role: { id: role, name: role }, source })
const having = (ways: Way[], complete = true) => ({
  complete,
  permissions: [
    { permission: { id: 'api:other', resource: 'api', name: 'other' }, ways: [by('elsewhere')] },
    ...(ways.length > 0 ? [{ permission: { id: 'api:key', resource: 'api', name: 'key' }, ways }] : []),
  ],
})

describe('the last way to manage roles', () => {
  test('is lost with the only role that gives it, and kept by any other way', () => {
    const gone = throughRoles(['admin'])
    expect(keepsKeystone('api:key', having([by('admin')]), gone)).toBe('lost')
    expect(keepsKeystone('api:key', having([by('admin'), by('owner')]), gone)).toBe('kept')
    expect(keepsKeystone('api:key', having([by('admin'), { source: direct }]), gone)).toBe('kept')
    expect(
      keepsKeystone('api:key', having([by('admin'), by('owner')]), throughRoles(['owner', 'admin'])),
    ).toBe('lost')
  })

  test('is not lost by who never had it', () => {
    expect(keepsKeystone('api:key', having([]), throughRoles(['admin']))).toBe('never')
  })

  test('is in doubt where not everything could be read, unless a way that remains was', () => {
    expect(keepsKeystone('api:key', having([], false), throughRoles(['admin']))).toBe('unsure')
    expect(keepsKeystone('api:key', having([by('admin')], false), throughRoles(['admin']))).toBe('unsure')
    expect(keepsKeystone('api:key', having([by('owner')], false), throughRoles(['admin']))).toBe('kept')
  })

  test('a deleted role goes from groups as well; one that is unassigned does not', () => {
    const ways = having([by('admin'), by('admin', { kind: 'group', name: 'Staff' })])
    expect(keepsKeystone('api:key', ways, throughRoles(['admin']))).toBe('lost')
    expect(keepsKeystone('api:key', ways, throughAssignments(['admin']))).toBe('kept')
    expect(keepsKeystone('api:key', having([by('admin')]), throughAssignments(['admin']))).toBe('lost')
    expect(keepsKeystone('api:key', having([{ source: direct }]), throughAssignments(['admin']))).toBe('kept')
  })

  test('ways are those of the permission of that id', () => {
    expect(waysTo('api:other', having([]))).toEqual([by('elsewhere')])
    expect(waysTo('api:key', having([]))).toEqual([])
  })
})
