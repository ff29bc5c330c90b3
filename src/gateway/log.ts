// What happened, one JSON line for each request. Hides how a token is kept out of it.

export type Entry = {
  level: 'info' | 'warn' | 'error'
  request_id?: string
  /** Subject of the caller, where the token was good. */
  actor?: string
  /** Id of the personal access token by which the caller acts, where it is one. */
  token?: string
  /** Name of the call in the table; absent for what is not in it. */
  call?: string
  method?: string
  /** As it was sent to the vendor, without query: ids only. */
  path?: string
  status?: number
  /** Why it was refused. */
  code?: string
  /** What a change of rights added or took away: ids and names of permissions. */
  change?: unknown
  ms?: number
  message?: string
}

export type Log = (entry: Entry) => void

/**
 * Writes entries as JSON lines. Nothing that holds a token is ever given to it; should one arrive inside of an id, an error
 * of the vendor or a name, whatever looks like a JWT or one of our own tokens, or follows "Bearer", is cut out.
 */
export function jsonLog(write: (line: string) => void, now: () => number = Date.now): Log {
  return ({ level, ...entry }) => {
    const line = JSON.stringify({ time: new Date(now()).toISOString(), level, ...entry })
    write(
      line
        .replaceAll(/eyJ[\w-]{5,}(?:\.[\w-]*)*/g, '[token]')
        .replaceAll(/[A-Za-z][A-Za-z0-9]{1,14}_[\w-]{40,}/g, '[token]')
        .replaceAll(/(bearer|basic|client_secret|client_assertion)([\s=:"\\]+)[\w.~+/=-]+/gi, '$1$2[token]'),
    )
  }
}

/** What a body changes, for the log: ids and names of permissions, not what people wrote beside them. */
export function changeOf(body: unknown): unknown {
  const text = JSON.stringify(body, (key, value: unknown) =>
    key === 'name' || key === 'description' ? undefined : value,
  )
  return text.length > 2_000 ? `${text.slice(0, 2_000)}…` : JSON.parse(text)
}
