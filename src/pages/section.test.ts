import { describe, expect, test } from 'vitest'
import { sectionAt, sectionOf } from './section.ts'

describe('the same part of the console at another scope', () => {
  test.each([
    ['/roles', '/roles?scope=b'],
    ['/roles/new', '/roles?scope=b'],
    ['/roles/a%2Fb/edit', '/roles?scope=b'],
    ['/role/admin', '/roles?scope=b'],
    ['/roles/matrix', '/roles/matrix?scope=b'],
    ['/members/7', '/members?scope=b'],
    ['/account/7', '/accounts?scope=b'],
    ['/tokens/new', '/tokens?scope=b'],
    ['/keys', '/keys?scope=b'],
    ['/radar', '/radar?scope=b'],
    ['/permissions/new', '/permissions?scope=b'],
    ['/session', '/session?scope=b'],
    ['/projects', '/access?scope=b'],
    ['/access', '/access?scope=b'],
    ['/access/compare', '/access?scope=b'],
    ['/', '/roles?scope=b'],
    ['/constructor', '/roles?scope=b'],
  ])('%s', (pathname, address) => {
    expect(sectionAt(pathname, { scope: 'b' })).toBe(address)
  })

  test('has no scope in its address where the console starts', () => {
    expect(sectionAt('/role/x', { scope: undefined })).toBe('/roles')
  })

  test('the sidebar knows a role and the matrix as parts of the roles', () => {
    expect(['/role/x', '/roles/matrix', '/roles', '/roles/x/edit'].map(sectionOf)).toEqual(
      Array(4).fill('/roles'),
    )
    expect(sectionOf('/members/1')).toBe('/members')
    expect(sectionOf('/')).toBe('/')
  })
})
