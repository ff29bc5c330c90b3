// A browser, a provider and tokens for the tests of the keeper. Not part of the product.
import { afterEach, beforeEach, vi } from 'vitest'
import type { Clocks } from './expiry.ts'
import { SignInFailure } from './failure.ts'
import { createKeeper } from './keeper.ts'
import type { LoginError, TokenSet } from './login.ts'

// Hoisted, because the modules imported here look for a browser when they are loaded.
const stubbed = vi.hoisted(() => {
  const page = new EventTarget()
  const machine = { onLine: true }
  // What the watchdog and the keeper ask of a browser.
  vi.stubGlobal('document', page)
  vi.stubGlobal('navigator', machine)
  return { page, machine }
})

export const browser = stubbed

export const second = 1000
export const hour = 3600 * second
const issuer = 'https://id.example'

const base64url = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

export function idToken(differing: object = {}): string {
  const iat = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer, sub: 'u1', aud: 'console', iat, exp: iat + 3600, name: 'Ann', ...differing }
  return `${base64url({ alg: 'RS256' })}.${base64url(claims)}.c2ln`
}

export const tokens = (n: number, differing: Partial<TokenSet> = {}): TokenSet => ({
  accessToken: `access-${n}`,
  idToken: idToken(),
  expiresIn: 3600,
  ...differing,
})

/** Answers of the provider, told apart from what JavaScript throws. */
class Refusal extends Error {
  readonly facts: LoginError
  constructor(facts: LoginError) {
    super('refused')
    this.facts = facts
  }
}
export const refusal = (code: string) => new Refusal({ code })
export const unreachable = () => new TypeError('Failed to fetch')

export type Answer = Error | Partial<TokenSet> | Promise<Partial<TokenSet>>

/** A provider that answers each renewal as told, the last answer for ever; `wall` can be set like a computer's clock, `silent` so that a revocation is never answered. */
export function provider(...answers: Answer[]) {
  const made = {
    renewals: 0,
    atOnce: 0,
    mostAtOnce: 0,
    forgotten: 0,
    at: [] as number[],
    wall: 0,
    silent: false,
  }
  const clocks: Clocks = { wall: () => Date.now() + made.wall, steady: () => performance.now() }
  const keeper = createKeeper({
    platform: { name: 'KOSMOS', issuer, clientId: 'console' },
    clocks,
    random: () => 0.5,
    readError: (error) => (error instanceof Refusal ? error.facts : {}),
    login: {
      authorizeUrl: async () => `${issuer}/authorize`,
      finish: async () => tokens(0),
      async renew() {
        const answer = answers[Math.min(made.renewals, answers.length - 1)] ?? {}
        made.renewals += 1
        made.at.push(Date.now())
        const n = made.renewals
        made.atOnce += 1
        made.mostAtOnce = Math.max(made.atOnce, made.mostAtOnce)
        try {
          const differing = await answer
          if (differing instanceof Error) throw differing
          return tokens(n, differing)
        } finally {
          made.atOnce -= 1
        }
      },
      async forget() {
        made.forgotten += 1
        if (made.silent) await new Promise(() => undefined)
      },
      endUrl: async () => `${issuer}/logout`,
    },
  })
  return { keeper, made }
}

export async function signedIn(...answers: Answer[]) {
  const { keeper, made } = provider(...answers)
  await keeper.adopt(tokens(0), keeper.epoch())
  return { keeper, made }
}

/** A promise to settle by hand. */
export function later<T>() {
  const settlers: ((value: T) => void)[] = []
  const promise = new Promise<T>((resolve) => settlers.push(resolve))
  return { promise, settle: (value: T) => settlers.forEach((settle) => settle(value)) }
}

export const kind = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof SignInFailure ? error.message : Reflect.get(Object(error), 'kind')),
  )

/** The state in a word: `link` while signed in. */
export function word({ keeper }: { keeper: ReturnType<typeof createKeeper> }): string {
  const state = keeper.state()
  return state.status === 'signed-in' ? state.link : state.status
}

/** Lets an enforced (or merely reported) policy block something in the page. */
export function violate(disposition: 'enforce' | 'report', effectiveDirective: string): void {
  const event = new Event('securitypolicyviolation')
  browser.page.dispatchEvent(Object.assign(event, { disposition, effectiveDirective }))
}

/** Gives every test of the file a browser that is online, and a clock that moves only when it is told to. */
export function freshBrowser(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) })
    browser.machine.onLine = true
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}
