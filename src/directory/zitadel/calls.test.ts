// Which way a call takes, and what may stand in its path.
import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { createCalls, segment } from './calls.ts'

const http = { request: () => Promise.reject(new Error('not used')) }
const unknown = () => Promise.reject(new Problem('not-found', 'No such call.', { status: 404 }))
const refused = () =>
  Promise.reject(new Problem('not-found', 'No project.', { status: 404, code: 'not_found' }))

test('what the instance does not know is asked once, then never again', async () => {
  const { either } = createCalls(http, 'id.example', undefined)
  expect(await either('project', unknown, async () => 'older')).toBe('older')
  expect(
    await either(
      'project',
      async () => 'current',
      async () => 'older',
    ),
  ).toBe('older')
})

test('what the instance has answered once is not doubted later', async () => {
  const { either } = createCalls(http, 'id.example', undefined)
  expect(await either('project', async () => 'current', unknown)).toBe('current')
  await expect(either('project', unknown, async () => 'older')).rejects.toThrow('No such call.')
})

test('a refusal by the service itself is no reason to take the other way', async () => {
  const { either } = createCalls(http, 'id.example', undefined)
  await expect(either('project', refused, async () => 'older')).rejects.toThrow('No project.')
})

test('what it knows of one service says nothing about another', async () => {
  const { either, within } = createCalls(http, 'id.example', undefined)
  expect(await either('metadata', unknown, async () => 'older')).toBe('older')
  const authorizations = () =>
    either(
      'authorization',
      async () => 'current',
      async () => 'older',
    )
  expect(await authorizations()).toBe('current')
  // The memory is the instance's, whatever the organization.
  expect(await within('77').either('metadata', refused, async () => 'older')).toBe('older')
})

test.each(['a/b', '?#', '%2F', "'()*!~", '...', '__proto__', ' ', '🛰️'])(
  '%j stands in a path as it is',
  (part) => {
    const { pathname } = new URL(`/roles/${segment(part)}`, 'https://id.example')
    expect(pathname).toBe(`/roles/${segment(part)}`)
    expect(decodeURIComponent(pathname)).toBe(`/roles/${part}`)
  },
)

test.each(['', '.', '..', 'a\uD800'])('%j does not', (part) => {
  expect(() => segment(part)).toThrow(Problem)
})
