// What people type becomes a question about names and addresses, and nothing else.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { userQuery } from './user-query.ts'

test('each word begins a name or an address', () => {
  expect(userQuery(' Lena  Sat ')).toBe(
    '(name:Lena* OR email:Lena* OR given_name:Lena* OR family_name:Lena* OR nickname:Lena*) AND ' +
      '(name:Sat* OR email:Sat* OR given_name:Sat* OR family_name:Sat* OR nickname:Sat*)',
  )
})

test.each([
  ['Bo', 'name:"Bo"'],
  ['a"', String.raw`name:"a\""`],
  ['jane*', String.raw`name:jane\**`],
  ['x) OR (blocked:true', String.raw`name:\(blocked\:true*`],
  ['AND', 'name:AND*'],
  ["O'Brien", "name:O'Brien*"],
  ['a+b@c.d', String.raw`name:a\+b@c.d*`],
  ['C:\\x', String.raw`name:C\:\\x*`],
  ['Zoë🛰️', 'name:Zoë🛰'],
])('%j is asked for as it is', (typed, part) => {
  expect(userQuery(typed)).toContain(part)
})

test.each(['', '  ', '\u0000', 'x'.repeat(201), 'a b c d e f g h i'])('%j finds nobody', (typed) => {
  expect(userQuery(typed)).toBeUndefined()
})

test('whatever is typed, nothing of it works as syntax', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      const query = userQuery(typed) ?? ''
      // What is escaped, and phrases, cannot be syntax; of the rest only ours may be left.
      const bare = query
        .replaceAll(/\\./gsu, '')
        .replaceAll(/"[^"]*"/g, '')
        .replaceAll(/(name|email|given_name|family_name|nickname):/g, '')
        .replaceAll(/\*(?= OR |\)|$)/g, '')
        .replaceAll(/(^|AND )\(|\)(?= AND |$)/g, '')
      expect(bare).not.toMatch(/[-+&|!(){}[\]^"~*?:\\/<>=]/)
    }),
  )
})
