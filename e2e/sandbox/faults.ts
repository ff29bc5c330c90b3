// Faults a test sets by the name of an operation. This module only keeps them and counts them down; the edge
// (edge.ts) acts on transport faults, the token dresser (tokens.ts) on claims.

import type { JsonObject } from './http.ts'

export type ClaimsFault =
  | 'invalid-iss'
  | 'missing-sub'
  | 'invalid-aud'
  | 'missing-aud'
  | 'missing-iat'
  | 'nonce-invalid'
  | 'nonce-missing'
  | 'sig-none'
  | 'invalid-sig-rs256'
  | 'invalid-sig-hs256'
  | 'kid-absent'
  | 'kid-unknown'
  | 'expired'
  | 'other-sub'
  | 'no-id-token'
  | 'no-refresh-token'

/** `null` takes a header away that the answer would have had. */
export type FaultHeaders = Record<string, string | null>

export type TransportFault =
  | number
  | { status: number; body?: string | JsonObject; headers?: FaultHeaders }
  | { delay: number }
  | 'reset'
  | 'reset-after'
  | 'stall'
  | 'truncate'
  | 'empty'
  | 'html'

export type ClaimsEdit = { claims: ClaimsFault | ((claims: JsonObject) => JsonObject) }
export type AnswerEdit = { answer: (json: JsonObject) => JsonObject }
export type IssEdit = { iss: string | null }

export type Fault = TransportFault | ClaimsEdit | AnswerEdit | IssEdit

export type Faults = {
  /** Every matching request until `times` are used up (default: until cleared). One fault per name. */
  set: (name: string, fault: Fault, options?: { times?: number }) => void
  clear: (name?: string) => void
}

export type FaultBox = Faults & {
  /** The first fault of the wanted kind under any of the names; taking it uses it up. */
  take: <Kind extends Fault>(
    names: readonly string[],
    kind: (fault: Fault) => fault is Kind,
  ) => { name: string; fault: Kind } | undefined
}

export function createFaults(): FaultBox {
  const box = new Map<string, { fault: Fault; left: number }>()
  return {
    set(name, fault, { times = Infinity } = {}) {
      box.set(name, { fault, left: times })
    },
    clear(name) {
      if (name === undefined) box.clear()
      else box.delete(name)
    },
    take(names, kind) {
      for (const name of names) {
        const entry = box.get(name)
        if (!entry || entry.left <= 0 || !kind(entry.fault)) continue
        entry.left -= 1
        return { name, fault: entry.fault }
      }
      return undefined
    },
  }
}

export function isClaimsEdit(fault: Fault): fault is ClaimsEdit {
  return typeof fault === 'object' && 'claims' in fault
}

export function isAnswerEdit(fault: Fault): fault is AnswerEdit {
  return typeof fault === 'object' && 'answer' in fault
}

export function isIssEdit(fault: Fault): fault is IssEdit {
  return typeof fault === 'object' && 'iss' in fault
}

export function isTransport(fault: Fault): fault is TransportFault {
  return !isClaimsEdit(fault) && !isAnswerEdit(fault) && !isIssEdit(fault)
}
