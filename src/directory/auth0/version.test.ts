// The version of a list: the gateway's tests expect the same of the same lists.
import { expect, test } from 'vitest'
import { versionOf } from './version.ts'

test('it is a hash of what the list says, whatever its order', async () => {
  expect(await versionOf([])).toBe('T1PNoYwrqgwDVLtfmj7L5e0Sq02OEbqHPC8RFhICuUU')
  const write = { value: 'write:orders', description: '' }
  const read = { value: 'read:orders', description: 'Les — überall 🛰️' }
  const version = 'XyYFSC6JvKtjKAvGyLDeDBeSV5LO8yhQ03f5xIwkuj0'
  expect(await versionOf([write, read])).toBe(version)
  expect(await versionOf([read, write])).toBe(version)
  expect(await versionOf([{ ...read, description: '' }, write])).not.toBe(version)
})
