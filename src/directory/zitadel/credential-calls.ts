// The requests about tokens, keys and secrets of service users, each in both dialects (zitadel.md 3.4 to 3.6). Hides: which of the
// two is spoken, and that “never” is the last second of the year 9999.
import * as v from 'valibot'
import type { Rows } from '../settling.ts'
import { type Calls, once, segment, type Service } from './calls.ts'
import { answered, dateOf, rowsOf, Time } from './wire.ts'

/** A token or a key as Zitadel lists it. `id` is unique among those of this kind. */
export type CredentialRow = {
  id: string
  user: string
  expiresAt: Date | null
  createdAt?: Date
  updatedAt?: Date
  settling?: true
}

export type RowAsk = { offset: number; limit: number; signal?: AbortSignal | undefined }

/** What was made. `value` is the token, or base64 of a key file; '' where the public half was brought along. */
export type MadeRow = { id: string; value: string; at: Date }

export type KindCalls = {
  /** Of every user of the organization; undefined where the instance lists them user by user only. */
  everywhere(ask: RowAsk): Promise<Rows<CredentialRow> | undefined>
  of(user: string, ask: RowAsk): Promise<Rows<CredentialRow>>
  /** `publicKey` is base64 of a PEM, for keys only. */
  add(user: string, expiresAt: Date | null, publicKey?: string): Promise<MadeRow>
  /** Resolves to the server's date. */
  remove(user: string, id: string): Promise<Date>
}

export type CredentialCalls = {
  host: string
  token: KindCalls
  key: KindCalls
  secret: {
    /** `login` is what the secret's user calls itself, where the answer says it. */
    set(user: string): Promise<{ value: string; login?: string; at: Date }>
    remove(user: string): Promise<Date>
  }
}

const Id = v.pipe(v.string(), v.minLength(1))
const Row = v.object({
  id: Id,
  userId: v.optional(Id),
  expirationDate: Time,
  creationDate: Time,
  changeDate: Time,
  details: v.fallback(v.optional(v.object({ creationDate: Time, changeDate: Time })), undefined),
})
const Token = v.object({ tokenId: Id, token: Id })
const Key = v.object({
  keyId: Id,
  keyContent: v.optional(v.string()),
  keyDetails: v.optional(v.string()),
})
const Secret = v.object({ clientSecret: Id, clientId: v.optional(Id) })

const user = 'zitadel.user.v2.UserService'
const never = new Date('9999-12-31T23:59:59Z')

/** What sets tokens and keys apart on the wire. */
const kinds = {
  token: {
    service: 'token',
    methods: ['ListPersonalAccessTokens', 'AddPersonalAccessToken', 'RemovePersonalAccessToken'],
    sorting: 'PERSONAL_ACCESS_TOKEN_FIELD_NAME_CREATED_DATE',
    part: 'pats',
    id: 'tokenId',
  },
  key: {
    service: 'key',
    methods: ['ListKeys', 'AddKey', 'RemoveKey'],
    sorting: 'KEY_FIELD_NAME_CREATED_DATE',
    part: 'keys',
    id: 'keyId',
  },
} as const satisfies Record<string, { service: Service; [part: string]: unknown }>

/** Makes the requests about credentials of the users of `organization`, which v1 calls have to be within. */
export function credentialCalls(calls: Calls, organization: string): CredentialCalls {
  const { host } = calls
  function kindCalls(kind: keyof typeof kinds): KindCalls {
    const { service, methods, sorting, part, id: idField } = kinds[kind]
    const [listing, adding, removing] = methods

    async function current({ offset, limit, signal }: RowAsk, filter: object) {
      const message = {
        pagination: { offset: String(offset), limit, asc: true },
        sortingColumn: sorting,
        filters: [filter],
      }
      const body = await calls.connect(`${user}/${listing}`, message, { repeatable: true, signal })
      const { rows, ...rest } = rowsOf(body, {
        host,
        field: 'result',
        row: Row,
        make: (row) => rowOf(row, ''),
      })
      return { rows: rows.filter((row) => row.user !== ''), ...rest }
    }

    async function older(owner: string, { offset, limit, signal }: RowAsk) {
      const query = { query: { offset: String(offset), limit, asc: true } }
      const options = { repeatable: true, signal }
      const body = await calls.rest('POST', pathOf(owner, `${part}/_search`), query, options)
      return rowsOf(body, { host, field: 'result', row: Row, make: (row) => rowOf(row, owner) })
    }

    async function add(owner: string, fields: object): Promise<unknown> {
      return calls.either(
        service,
        () => calls.connect(`${user}/${adding}`, { userId: owner, ...fields }, once),
        () => {
          const body = kind === 'key' ? { type: 'KEY_TYPE_JSON', ...fields } : fields
          return calls.rest('POST', pathOf(owner, part), body, once)
        },
      )
    }

    return {
      everywhere: (ask) =>
        calls.either<Rows<CredentialRow> | undefined>(
          service,
          () => current(ask, { organizationIdFilter: { id: organization } }),
          async () => undefined,
        ),

      of: (owner, ask) =>
        calls.either(
          service,
          () => current(ask, { userIdFilter: { id: owner } }),
          () => older(owner, ask),
        ),

      async add(owner, expiresAt, publicKey) {
        const expirationDate = (expiresAt ?? never).toISOString()
        const body = await add(owner, { expirationDate, ...(publicKey !== undefined && { publicKey }) })
        const at = dateOf(body)
        if (kind === 'token') {
          const { tokenId: id, token: value } = answered(Token, body, host)
          return { id, value, at }
        }
        const { keyId: id, keyContent, keyDetails } = answered(Key, body, host)
        return { id, value: keyContent ?? keyDetails ?? '', at }
      },

      async remove(owner, id) {
        const body = await calls.either(
          service,
          () => calls.connect(`${user}/${removing}`, { userId: owner, [idField]: id }, once),
          () => calls.rest('DELETE', pathOf(owner, `${part}/${segment(id)}`), undefined, once),
        )
        return dateOf(body)
      },
    }
  }

  return {
    host,
    token: kindCalls('token'),
    key: kindCalls('key'),
    secret: {
      async set(owner) {
        const body = await calls.either(
          'secret',
          () => calls.connect(`${user}/AddSecret`, { userId: owner }, once),
          () => calls.rest('PUT', pathOf(owner, 'secret'), {}, once),
        )
        const { clientSecret: value, clientId: login } = answered(Secret, body, host)
        return { value, at: dateOf(body), ...(login !== undefined && { login }) }
      },
      async remove(owner) {
        const body = await calls.either(
          'secret',
          () => calls.connect(`${user}/RemoveSecret`, { userId: owner }, once),
          () => calls.rest('DELETE', pathOf(owner, 'secret'), undefined, once),
        )
        return dateOf(body)
      },
    },
  }
}

function pathOf(id: string, part: string): string {
  return `/management/v1/users/${segment(id)}/${part}`
}

function rowOf({ details, ...row }: v.InferOutput<typeof Row>, owner: string): CredentialRow {
  const createdAt = row.creationDate ?? details?.creationDate
  const updatedAt = row.changeDate ?? details?.changeDate
  return {
    id: row.id,
    user: row.userId ?? owner,
    expiresAt: endOf(row.expirationDate),
    ...(createdAt && { createdAt }),
    ...(updatedAt && { updatedAt }),
  }
}

/** No credential lives until the last day that there is: that is how Zitadel writes “never”. */
function endOf(date: Date | undefined): Date | null {
  return date === undefined || date.getUTCFullYear() >= 9999 ? null : date
}
