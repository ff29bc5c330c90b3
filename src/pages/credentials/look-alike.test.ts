import { expect, test } from 'vitest'
import { lookAlike } from './look-alike.ts'

test('a name of its own is no matter', () => {
  expect(lookAlike('deploy', ['backup', 'deploy-2'])).toBeUndefined()
  expect(lookAlike('', ['backup'])).toBeUndefined()
  expect(lookAlike('резервная копия', ['backup'])).toBeUndefined()
})

test('the same name is said to be there', () => {
  expect(lookAlike(' deploy ', ['deploy'])).toBe('There is one of the name “deploy” already.')
})

test.each([
  ['dеploy', 'Cyrillic е'],
  ['DEPLOY', 'capital letters'],
  ['dep1oy', 'the digit 1'],
  ['depl\u200Boy', 'an invisible character'],
  ['déploy', 'an accent'],
])('%s is taken for deploy: %s', (name) => {
  expect(lookAlike(name, ['backup', 'deploy'])).toContain('looks like “deploy”')
})

test('alphabets mixed in one word are told even where nothing has that name', () => {
  expect(lookAlike('pаyments', [])).toContain('several alphabets')
  expect(lookAlike('Ω payments', [])).toBeUndefined()
})
