import { expect, test } from 'vitest'
import { Problem } from '../../directory/problem.ts'
import { textsIn } from './draft-fields.ts'

const rules = {
  name: { label: 'Name', required: true, max: 20 },
  purpose: { label: 'Purpose', required: false, max: 30 },
}
const form = (entries: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(entries)) data.set(name, value)
  return data
}
const wrong = (entries: Record<string, string>) => {
  try {
    textsIn(form(entries), rules)
  } catch (error) {
    return error instanceof Problem ? error.details.fields : error
  }
  return undefined
}

test('texts come without the space around them, and a purpose only where there is one', () => {
  expect(textsIn(form({ name: ' deploy ', purpose: ' ' }), rules)).toEqual({ name: 'deploy' })
  expect(textsIn(form({ name: 'deploy', purpose: 'night run' }), rules)).toEqual({
    name: 'deploy',
    purpose: 'night run',
  })
})

test.each([
  [{ name: '' }, { name: 'Name is required.' }],
  [{ name: 'x'.repeat(10_000) }, { name: 'Name can have at most 20 characters; this has 10000.' }],
  [{ name: 'de\u0007ploy' }, { name: 'Name contains a line break or another control character.' }],
  [{ name: 'de\u202Eploy' }, { name: 'Name contains an invisible character.' }],
  [
    { name: 'deploy', purpose: 'a\u0000b' },
    { purpose: 'Purpose contains a line break or another control character.' },
  ],
])('%j is refused on its field', (entries, fields) => {
  expect(wrong(entries)).toEqual(fields)
})
