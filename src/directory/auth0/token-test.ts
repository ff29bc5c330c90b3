// Trying a token of the gateway for real: it is sent to the gateway as whoever has it would send it, without the signed-in person's
// own access token.
import { Problem } from '../problem.ts'

/** Makes the test: resolves to what came back, in a sentence. `gateway` has no slash at its end. */
export function tokenTest(
  gateway: string,
  send: typeof fetch,
): (value: string, signal?: AbortSignal) => Promise<string> {
  return async (value, signal) => {
    const { host } = new URL(gateway)
    let status: number
    try {
      // Nobody has this id: what is asked shall cost nothing and show nothing.
      const answer = await send(`${gateway}/tokens?owner=-`, {
        headers: { authorization: `Bearer ${value}`, accept: 'application/json' },
        credentials: 'omit',
        redirect: 'error',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        ...(signal && { signal }),
      })
      ;({ status } = answer)
      await answer.body?.cancel()
    } catch {
      signal?.throwIfAborted()
      // What a failed fetch says may quote the request.
      throw new Problem('away', `${host} cannot be reached.`)
    }
    if (status === 401) throw new Problem('invalid', `${host} does not accept the token.`, { status })
    // What it is asked for the token may well not do: only for a good one the gateway goes on to say so.
    if (status === 200 || status === 403) return `${host} accepts the token.`
    throw new Problem('away', `${host} cannot check the token at the moment (status ${status}).`, { status })
  }
}
