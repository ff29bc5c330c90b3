import { expect, test } from 'vitest'
import { createLabels, labelIn, labelText, type Label } from './labels.ts'
import type { UserEntry, UserMetadata } from './user-metadata.ts'

const full: Label = {
  name: 'Größe — 🛰️',
  purpose: 'Deploys',
  replaces: 'key.310.339',
  fingerprint: 'AA:BB',
  algorithm: 'RSA 2048',
  request: '5f0f',
}
const stored = (document: unknown) => Buffer.from(JSON.stringify(document)).toString('base64')

test('a label is read as it was written', () => {
  expect(labelIn(labelText(full))).toEqual(full)
  expect(JSON.parse(Buffer.from(labelText(full), 'base64').toString())).toEqual(full)
  expect(labelIn(labelText({ name: 'Only a name' }))).toEqual({ name: 'Only a name' })
})

test.each([
  ['no base64', '%%%'],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('base64')],
  ['no JSON', Buffer.from('not JSON {').toString('base64')],
  ['nothing with a name', stored({ purpose: 'Deploys' })],
  ['a list', stored(['name'])],
  ['empty', ''],
])('%s is no label', (_, value) => {
  expect(labelIn(value)).toBeUndefined()
})

test('what is of another form in it is left out', () => {
  expect(labelIn(stored({ name: 'Pipeline', replaces: 7, more: true }))).toEqual({ name: 'Pipeline' })
})

/** Metadata of users in memory; lists show only what stood in them when `freeze` was called. */
function memory() {
  const entries = new Map<string, UserEntry>()
  let shown: UserEntry[] | undefined
  let at = Date.parse('2026-11-22T12:00:00Z')
  const metadata: UserMetadata = {
    async page(_user, { offset, limit }) {
      const all = shown ?? [...entries.values()]
      const rows = structuredClone(all.slice(offset, offset + Math.min(limit, 2)))
      return { rows, given: rows.length, total: all.length }
    },
    async set(_user, key, value) {
      const updatedAt = new Date((at += 1000))
      entries.set(key, { key, value, updatedAt })
      return updatedAt
    },
    async remove(_user, key) {
      entries.delete(key)
      return new Date((at += 1000))
    },
  }
  return { metadata, entries, freeze: () => void (shown = [...entries.values()]) }
}

const whose = (id: string) => ({ kind: 'key', user: '310', id }) as const

test('labels of one user: every page, by credential, without what is not ours', async () => {
  const { metadata, entries } = memory()
  const labels = createLabels(metadata, Date.now)
  for (const id of ['1', '2', '3']) await labels.write(whose(id), { name: `Key ${id}` })
  await labels.write({ kind: 'token', user: '310', id: '1' }, { name: 'Token 1' })
  entries.set('gatehouse.token.9', { key: 'gatehouse.token.9', value: 'bm90IEpTT04=' })
  entries.set('gatehouse.role.1', { key: 'gatehouse.role.1', value: labelText({ name: 'A role' }) })
  const found = await createLabels(metadata, Date.now).of('310')
  expect([...found.entries()].map(([id, { name }]) => [id, name])).toEqual([
    ['key.310.1', 'Key 1'],
    ['key.310.2', 'Key 2'],
    ['key.310.3', 'Key 3'],
    ['token.310.1', 'Token 1'],
  ])
})

test('what was written and removed shows at once, though the lists lag behind', async () => {
  const { metadata, freeze } = memory()
  const labels = createLabels(metadata, Date.now)
  await labels.write(whose('1'), { name: 'Before', replaces: 'key.310.0' })
  await labels.write(whose('2'), { name: 'Removed' })
  freeze()
  await labels.write(whose('1'), { name: 'After' })
  await labels.write(whose('3'), { name: 'New' })
  await labels.remove(whose('2'))
  expect([...(await labels.of('310')).values()]).toEqual(
    expect.arrayContaining([{ name: 'After' }, { name: 'New' }]),
  )
  expect((await labels.of('310')).has('key.310.2')).toBe(false)
  expect([...(await labels.of('311')).keys()]).not.toContain('key.311.3')
})
