// An outer deadline for library calls. Both libraries can wait for ever: on a worker or frame that a policy blocked, or on a
// body that never ends. What a policy blocked is named at once instead of after the deadline.
import { SignInFailure } from './failure.ts'

const blocking = new Set([
  'worker-src',
  'frame-src',
  'connect-src',
  'trusted-types',
  'require-trusted-types-for',
])
let blockedWorker: SignInFailure | null = null
const waiting = new Set<(failure: SignInFailure) => void>()

document.addEventListener('securitypolicyviolation', (event) => {
  if (!blocking.has(event.effectiveDirective) || event.disposition !== 'enforce') return
  const failure = new SignInFailure('blocked', event.effectiveDirective)
  if (event.effectiveDirective === 'worker-src') blockedWorker = failure
  for (const reject of waiting) reject(failure)
})

/**
 * The promise, or a failure after `deadline` milliseconds, or as soon as a security policy blocks what it may be waiting for.
 * @throws SignInFailure `away` or `blocked`
 */
export function guarded<T>(promise: Promise<T>, deadline = 15_000): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop: ((failure: SignInFailure) => void) | undefined
  const limit = new Promise<never>((_, reject) => {
    stop = reject
    if (blockedWorker) reject(blockedWorker)
    waiting.add(reject)
    timer = setTimeout(() => reject(new SignInFailure('away', 'timeout')), deadline)
  })
  return Promise.race([promise, limit]).finally(() => {
    clearTimeout(timer)
    if (stop) waiting.delete(stop)
  })
}
