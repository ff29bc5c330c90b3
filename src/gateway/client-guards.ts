// Rules for applications: which of them the console may change at all, and when a credential or a permission would make somebody
// stronger than the caller. Reads at the vendor what an application is and may do; where that cannot be read, nothing is done.
import * as v from 'valibot'
import type { Caller } from './auth.ts'
import { Refused } from './errors.ts'
import { escalation, same, type Act } from './escalation.ts'
import { demandUnchanged } from './version.ts'

const application = v.object({
  client_id: v.string(),
  app_type: v.optional(v.string()),
  global: v.optional(v.boolean(), false),
  client_authentication_methods: v.nullish(
    v.object({
      private_key_jwt: v.nullish(v.object({ credentials: v.array(v.object({ id: v.string() })) })),
    }),
  ),
})
const grant = v.object({
  id: v.string(),
  client_id: v.string(),
  audience: v.string(),
  scope: v.nullish(v.array(v.string()), []),
  allow_all_scopes: v.nullish(v.boolean(), false),
})
const grants = v.object({ client_grants: v.array(grant), next: v.nullish(v.string()) })
const credential = v.object({ expires_at: v.nullish(v.string()) })

type Application = v.InferOutput<typeof application>
type Grant = v.InferOutput<typeof grant>

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: unknown,
  what: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, answer)
  if (parsed.success) return parsed.output
  throw new Refused(502, 'VENDOR_UNREADABLE', `${what} could not be read; nothing was changed.`)
}

function fixed(message: string): Refused {
  return new Refused(403, 'FIXED', message)
}

/** @throws Refused 403 FIXED for the gateway's own application */
export function demandOther(id: string, { config }: Pick<Act, 'config'>): void {
  if (id === config.clientId)
    throw fixed('This is the application of the gateway itself; it is not for the console to change.')
}

/** Everything the application may ask for, of any API. Pages of the vendor hold 50; no application has that many grants twice over. */
async function grantsOf(id: string, act: Act): Promise<Grant[]> {
  const found: Grant[] = []
  let from = ''
  for (let page = 0; page < 100; page += 1) {
    const query = new URLSearchParams({ client_id: id, take: '50', ...(from && { from }) })
    const answer = read(grants, await act.read(`/client-grants?${query}`), 'What the application may do')
    found.push(...answer.client_grants.filter(({ client_id: owner }) => owner === id))
    if (!answer.next) return found
    from = answer.next
  }
  throw new Refused(502, 'VENDOR_UNREADABLE', 'What the application may do could not be read to its end.')
}

/** An application that the console may change, with what it may do. @throws Refused 403 FIXED, 404, 502 */
async function changeable(id: string, act: Act): Promise<{ application: Application; grants: Grant[] }> {
  demandOther(id, act)
  const fields = 'client_id,app_type,global,client_authentication_methods'
  const path = `/clients/${encodeURIComponent(id)}?fields=${fields}&include_fields=true`
  const it = read(application, await act.read(path), 'The application')
  if (it.client_id !== id)
    throw new Refused(502, 'VENDOR_UNREADABLE', 'The vendor answered about another application.')
  if (it.app_type !== 'non_interactive' || it.global)
    throw fixed('Only machine-to-machine applications are changed by the console, and this is none.')
  const all = await grantsOf(id, act)
  if (all.some(({ audience }) => same(audience, act.config.management)))
    throw fixed('This application may use the Management API; it is not for the console to change.')
  return { application: it, grants: all }
}

/** Of these permissions of an API, one of the console's that the caller lacks. */
function lacking(
  audience: string,
  names: readonly string[],
  { config, caller }: Pick<Act, 'config' | 'caller'>,
): string | undefined {
  return same(audience, config.audience) ? names.find((name) => !caller.permissions.has(name)) : undefined
}

function demandHeld(all: readonly Grant[], act: Act): void {
  for (const { audience, scope, allow_all_scopes: everything } of all) {
    if (everything && same(audience, act.config.audience))
      throw escalation(
        'This application may do whatever the console can; nobody makes credentials for it here.',
      )
    const name = lacking(audience, scope, act)
    if (name !== undefined)
      throw escalation(`This application holds ${name}, which you do not hold yourself.`, name)
  }
}

/** Whether the console may change this application at all. @throws Refused 403 FIXED */
export async function changesMachine(act: Act): Promise<void> {
  await changeable(act.id('client'), act)
}

/** Somebody will have a credential of the application: no stronger one than the caller. @throws Refused 403 */
export async function handsOut(act: Act): Promise<void> {
  const { grants: all } = await changeable(act.id('client'), act)
  demandHeld(all, act)
}

function demandPermission(caller: Caller, needs: string): void {
  if (!caller.permissions.has(needs))
    throw new Refused(403, 'PERMISSION_MISSING', `This needs the permission ${needs} as well.`, {
      required: needs,
    })
}

/** A new application can do nothing yet; with a key of its own it takes the right to make keys. */
export async function createsMachine(
  body: { client_authentication_methods?: unknown; token_endpoint_auth_method?: unknown },
  { caller }: Act,
): Promise<void> {
  if (body.client_authentication_methods === undefined) return
  demandPermission(caller, 'create:client_credentials')
  if (body.token_endpoint_auth_method !== undefined)
    throw new Refused(
      400,
      'INVALID_BODY',
      'An application signs in with a secret or with keys, not with both.',
    )
}

type Changes = {
  client_authentication_methods?: { private_key_jwt: { credentials: { id: string }[] } } | null
  token_endpoint_auth_method?: string | null
}

/**
 * An application is changed. Where a key or the secret begins to work by it, that is a credential handed out. If-Match is the version
 * of the ids of its keys.
 * @throws Refused 403, 412 CHANGED
 */
export async function activates(body: Changes, act: Act): Promise<void> {
  const { client_authentication_methods: methods, token_endpoint_auth_method: method } = body
  const { application: it, grants: all } = await changeable(act.id('client'), act)
  const before = it.client_authentication_methods?.private_key_jwt?.credentials.map(({ id }) => id)
  const rows = (before ?? []).map((value) => ({ value, description: '' }))
  await demandUnchanged(rows, act.expected, 'the keys of this application')
  if (methods === undefined && method === undefined) return
  demandPermission(act.caller, 'update:client_credentials')
  const after = methods?.private_key_jwt.credentials.map(({ id }) => id)
  const fewer = after !== undefined && before !== undefined && after.every((id) => before.includes(id))
  if (!fewer) demandHeld(all, act)
}

/** A key ends at another time. Later than now is a credential handed out. @throws Refused 403 */
export async function prolongs({ expires_at: end }: { expires_at: string }, act: Act): Promise<void> {
  const id = act.id('client')
  const { grants: all } = await changeable(id, act)
  const path = `/clients/${encodeURIComponent(id)}/credentials/${encodeURIComponent(act.id('credential'))}`
  const { expires_at: before } = read(credential, await act.read(path), 'The key')
  if (before && Date.parse(end) > Date.parse(before)) demandHeld(all, act)
}

/** An application may ask for more: never of the Management API, of the console only what the caller holds. @throws Refused 403 */
export async function grantsScopes(
  { client_id: id, audience, scope }: { client_id: string; audience: string; scope: readonly string[] },
  act: Act,
): Promise<void> {
  if (same(audience, act.config.management))
    throw escalation('No application is authorized for the Management API by the console.', scope[0])
  await changeable(id, act)
  const name = lacking(audience, scope, act)
  if (name !== undefined)
    throw escalation(`You cannot give ${name} to an application, because you do not hold it yourself.`, name)
}

/** The grant of the path, of an application that the console may change. */
async function grantOf(act: Act): Promise<Grant> {
  const id = act.id('grant')
  const found = read(grant, await act.read(`/client-grants/${encodeURIComponent(id)}`), 'What is granted')
  if (found.id !== id) throw new Refused(502, 'VENDOR_UNREADABLE', 'The vendor answered about another grant.')
  if (same(found.audience, act.config.management))
    throw fixed('What applications may do at the Management API is not for the console to change.')
  await changeable(found.client_id, act)
  return found
}

/** What is granted is replaced: of the console's permissions none comes or goes that the caller lacks. @throws Refused 403, 412 */
export async function replacesGrant({ scope }: { scope: readonly string[] }, act: Act): Promise<void> {
  const before = await grantOf(act)
  const rows = before.scope.map((value) => ({ value, description: '' }))
  await demandUnchanged(rows, act.expected, 'the permissions of this application')
  demandWhole(before, act)
  const changed = [
    ...scope.filter((name) => !before.scope.includes(name)),
    ...before.scope.filter((name) => !scope.includes(name)),
  ]
  const name = lacking(before.audience, changed, act)
  if (name !== undefined)
    throw escalation(`You cannot give or take ${name}, because you do not hold it yourself.`, name)
}

/** A grant goes with everything in it. @throws Refused 403 */
export async function deletesGrant(act: Act): Promise<void> {
  const before = await grantOf(act)
  const rows = before.scope.map((value) => ({ value, description: '' }))
  await demandUnchanged(rows, act.expected, 'the permissions of this application')
  demandWhole(before, act)
  const name = lacking(before.audience, before.scope, act)
  if (name !== undefined)
    throw escalation(`You cannot take ${name} away, because you do not hold it yourself.`, name)
}

function demandWhole({ audience, allow_all_scopes: everything }: Grant, { config }: Act): void {
  if (everything && same(audience, config.audience))
    throw escalation('This application may do whatever the console can; that is not changed here.')
}
