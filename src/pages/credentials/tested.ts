// Which new credentials were tried out in this document, so that a rotation knows it after its secret is gone. Holds ids only.
import { useSyncExternalStore } from 'react'
import type { Issued } from '../../directory/credentials.ts'

let tested: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Remembers that it worked: by a test from here, or because somebody says so. */
export function markTested(id: string, on = true): void {
  const next = new Set(tested)
  if (on) next.add(id)
  else next.delete(id)
  tested = next
  for (const listener of listeners) listener()
}

/** Whether that credential was tested in this document. */
export function useTested(id: string): boolean {
  return useSyncExternalStore(subscribe, () => tested.has(id))
}

/** The same, but a test that goes well is remembered. */
export function remembering(issued: Issued): Issued {
  const { test, credential } = issued
  if (!test) return issued
  return {
    ...issued,
    async test(signal) {
      const said = await test(signal)
      markTested(credential.id)
      return said
    },
  }
}
