// The two things that the gateway takes from the world around it, so that tests can stand in for them.

export type Wire = {
  fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Milliseconds since 1970. */
  now: () => number
}
