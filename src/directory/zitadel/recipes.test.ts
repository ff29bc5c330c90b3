import { expect, test } from 'vitest'
import { recipesOf } from './recipes.ts'

const place = { origin: 'https://kosmos.example', project: '42', login: "o'brien-bot" }
const names = [
  { kind: 'token', user: '310', id: '340' },
  { kind: 'key', user: '310', id: '341' },
  { kind: 'secret', user: '310' },
] as const

test.each(names)('$kind: curl first, no placeholder but the variables of the environment', (name) => {
  const recipes = recipesOf(name, place)
  expect(recipes.map(({ id }) => id)).toEqual(['curl', 'typescript', 'python'])
  for (const { id, text, variables } of recipes) {
    const used = new Set(text.match(/ZITADEL_[A-Z_]+/g))
    expect([id, [...used]]).toEqual([id, variables.map((one) => one.name)])
    expect(text).not.toMatch(/undefined|<[a-z]/)
    expect(text.endsWith('\n')).toBe(true)
  }
})

test.each(names)('$kind: no secret in the arguments of a program', (name) => {
  const [curl] = recipesOf(name, place)
  const lines = (curl?.text ?? '').split('\n').filter((line) => !line.startsWith('#'))
  for (const line of lines.filter((line) =>
    /\$(ZITADEL_(TOKEN|CLIENT_SECRET)|access_token|signature)/.test(line),
  )) {
    expect(line).toMatch(/printf/)
  }
})

test('a login stands in each language as what it is', () => {
  const [curl, node, python] = recipesOf({ kind: 'secret', user: '310' }, place)
  expect(curl?.text).toContain(String.raw`client_id='o'\''brien-bot'`)
  expect(node?.text).toContain(`const clientId = "o'brien-bot"`)
  expect(python?.text).toContain(`client_id = "o'brien-bot"`)
})

test('key: what the KOSMOS document lacks is in every recipe and in the notes', () => {
  for (const { text, notes } of recipesOf({ kind: 'key', user: '310', id: '341' }, place)) {
    for (const part of ['kid', '341', 'https://kosmos.example', ':aud', '300']) expect(text).toContain(part)
    expect(text).not.toContain('kosmos.example/"')
    expect(notes.join(' ')).toMatch(/kid 341.*without a slash.*one hour.*project:id:42:aud/s)
  }
})
