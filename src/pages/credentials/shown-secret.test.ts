import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Issued } from '../../directory/credentials.ts'
import {
  closeSecret,
  setStored,
  shownSecret,
  showSecret,
  subscribe,
  unstored,
  wipeSecrets,
} from './shown-secret.ts'

const value = 'kos_value-of-a-test'

function issued(more: Partial<Issued> = {}): Issued {
  return {
    credential: { id: 't1', kind: 'token', owner: { id: 'a', name: 'A', kind: 'account' }, expiresAt: null },
    secret: [
      { label: 'Token', text: value },
      { label: 'File', text: `TOKEN=${value}`, file: { name: 'token.env', type: 'text/plain' } },
    ],
    ...more,
  }
}

const now = () => {
  const shown = shownSecret()
  if (!shown) throw new Error('Nothing is shown')
  return shown
}

let browser: EventTarget
beforeEach(() => {
  browser = new EventTarget()
  vi.stubGlobal('window', browser)
})
afterEach(() => {
  wipeSecrets()
  vi.unstubAllGlobals()
})

/** Whether the browser would ask before the page is left. */
const asks = () => !browser.dispatchEvent(new Event('beforeunload', { cancelable: true }))

test('what is shown holds the value nowhere, but finds it', () => {
  showSecret(issued({ note: 'Its name was not kept.' }), { title: 'Token created' })
  expect(JSON.stringify(now())).not.toContain(value)
  expect(now()).toMatchObject({ title: 'Token created', note: 'Its name was not kept.', stored: false })
  expect(now().forms).toEqual([
    { label: 'Token' },
    { label: 'File', file: { name: 'token.env', type: 'text/plain' } },
  ])
  expect([0, 1, 2].map(now().text)).toEqual([value, `TOKEN=${value}`, ''])
})

test('closing empties what was given, and whoever still reads finds nothing', async () => {
  const test = vi.fn(() => Promise.resolve('It answered.'))
  const given = issued({ test })
  const onClosed = vi.fn(() => expect(shownSecret()).toBeNull())
  showSecret(given, { title: 'Token created', onClosed })
  const { text, test: tried } = now()
  expect(await tried?.(new AbortController().signal)).toBe('It answered.')
  closeSecret()
  expect(onClosed).toHaveBeenCalledOnce()
  expect(text(0)).toBe('')
  expect(JSON.stringify(given)).not.toContain(value)
  expect(given.test).toBeUndefined()
  expect(await tried?.(new AbortController().signal)).toBe('')
  expect(test).toHaveBeenCalledOnce()
})

test('several are shown one after the other, each with its own value', () => {
  showSecret(issued(), { title: 'First' })
  showSecret(issued({ secret: [{ label: 'Token', text: 'second' }] }), { title: 'Second' })
  const [first] = [now()]
  setStored(true)
  expect(first.text(0)).toBe(value)
  closeSecret()
  expect(first.text(0)).toBe('')
  expect(now()).toMatchObject({ title: 'Second', stored: false })
  expect(now().text(0)).toBe('second')
})

test('listeners hear of everything that changes what is shown', () => {
  const seen: (string | undefined)[] = []
  const stop = subscribe(() => {
    const shown = shownSecret()
    seen.push(shown ? `${shown.title} ${shown.stored}` : undefined)
  })
  showSecret(issued(), { title: 'A' })
  setStored(true)
  closeSecret()
  stop()
  showSecret(issued(), { title: 'B' })
  expect(seen).toEqual(['A false', 'A true', undefined])
})

test('the page is held until it is said that the value is stored', () => {
  expect(asks()).toBe(false)
  showSecret(issued(), { title: 'A' })
  expect(unstored(now())).toBe(true)
  expect(asks()).toBe(true)
  setStored(true)
  expect(unstored(now())).toBe(false)
  expect(asks()).toBe(false)
  setStored(false)
  expect(asks()).toBe(true)
  closeSecret()
  expect(asks()).toBe(false)
})

test('where nothing is handed out, nothing is held', () => {
  showSecret(issued({ secret: [] }), { title: 'Key added' })
  expect(unstored(now())).toBe(false)
  expect(asks()).toBe(false)
})

test('leaving the page, or signing out, empties every box without asking', () => {
  for (const end of [wipeSecrets, () => browser.dispatchEvent(new Event('pagehide'))]) {
    const [one, two] = [issued(), issued()]
    const onClosed = vi.fn()
    showSecret(one, { title: 'A', onClosed })
    showSecret(two, { title: 'B', onClosed })
    end()
    expect(shownSecret()).toBeNull()
    expect(JSON.stringify([one, two])).not.toContain(value)
    expect(onClosed).not.toHaveBeenCalled()
    expect(asks()).toBe(false)
  }
})
