// KtrlPlane's JSON in, model types out (platforms.md §1.5). Strict where something identifies or ends, lenient where it only
// describes. Hides: lists that are null, names and addresses that are missing, the empty `inheritance_type`, Go's zero time.
import * as v from 'valibot'
import type { Person, Role, Source } from '../model.ts'
import { idOf } from './scope-id.ts'

const id = v.pipe(v.string(), v.nonEmpty())
/** Of an organization, a project or a resource. */
const scopeId = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,62}$/))
const label = v.fallback(v.optional(v.string(), ''), '')
const flag = v.fallback(v.optional(v.boolean(), false), false)

/** RFC 3339. */
const time = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/),
  v.transform((value) => new Date(value)),
  v.date(),
)
/** When something was: a zero time is Go's way to say nothing. */
const past = v.pipe(
  v.fallback(v.nullish(time), undefined),
  v.transform((date) => (date && date.getTime() > 0 ? date : undefined)),
)

/** A list; Go writes an empty one as null. */
const list = <Row extends v.GenericSchema>(row: Row) =>
  v.pipe(
    v.nullish(v.array(row)),
    v.transform((rows) => rows ?? []),
  )

export const Organization = v.object({ org_id: scopeId, name: label })
export const Project = v.object({
  project_id: scopeId,
  org_id: v.pipe(
    v.nullish(v.union([scopeId, v.literal('')])),
    v.transform((value) => value || undefined),
  ),
  name: label,
  status: label,
})
export const Resource = v.object({
  resource_id: scopeId,
  project_id: scopeId,
  name: label,
  type: label,
  status: label,
})
export type Organization = v.InferOutput<typeof Organization>
export type Project = v.InferOutput<typeof Project>
export type Resource = v.InferOutput<typeof Resource>

export const Organizations = list(Organization)
export const Projects = list(Project)
/** Only this list has a name of its own. */
export const Resources = v.pipe(
  v.object({ resources: list(Resource) }),
  v.transform(({ resources }) => resources ?? []),
)

const RoleRow = v.pipe(
  v.object({
    role_id: id,
    name: label,
    display_name: label,
    description: label,
    is_hidden: flag,
    created_at: past,
    updated_at: past,
  }),
  v.transform(({ role_id, name, display_name, description, is_hidden, created_at, updated_at }) => {
    const shown = display_name || name || role_id
    const role: Role = {
      id: role_id,
      name: shown,
      ...(description && { description }),
      ...(name && { group: name }),
      ...(created_at && { createdAt: created_at }),
      ...(updated_at && { updatedAt: updated_at }),
    }
    return { role, isHidden: is_hidden }
  }),
)

/** The roles that people may be given, the strongest first: the API sorts them and says nothing else of their order. */
export const Roles = v.pipe(
  list(RoleRow),
  v.transform((rows) => rows.flatMap(({ role, isHidden }) => (isHidden ? [] : [role]))),
)

const PermissionRow = v.object({ resource_type: id, action: id, description: label })
export type PermissionRow = v.InferOutput<typeof PermissionRow>

/** What one role hands out. */
export const PermissionRows = list(PermissionRow)

const User = v.object({ id: label, email: label, name: label, is_service_account: flag })
const nobody = { id: '', email: '', name: '', is_service_account: false }

function personOf(user: string, row: typeof nobody): Person {
  const { name, is_service_account: isService } = row
  // Somebody without an email claim whose subject holds an "@" has that stored for an address, connection and all (§1.2).
  const email = row.email === user && user.includes('|') ? '' : row.email
  // Auth0 gives the subject of an application that ending (§1.8).
  const isAccount = isService || user.endsWith('@clients')
  const shown = name || email.split('@', 1)[0] || email || user
  return {
    id: user,
    name: shown,
    ...(email && email !== shown && { login: email }),
    ...(email && { email }),
    // A row that stands for somebody who never signed in has their address in the place of an id (§1.2).
    state: !isAccount && user === email ? 'invited' : 'active',
    kind: isAccount ? 'account' : 'person',
  }
}

/** People, as the search answers them. */
export const People = list(
  v.pipe(
    v.object({ ...User.entries, id }),
    v.transform((user) => personOf(user.id, user)),
  ),
)

/** One assignment as it counts at a scope; `id` is that of the row, which is given at another scope where it is inherited. */
export type Held = { id: string; person: Person; role: { id: string; name: string }; source: Source }

const AssignmentRow = v.pipe(
  v.object({
    assignment_id: id,
    user_id: id,
    role_id: id,
    assigned_by: label,
    created_at: past,
    // An end that cannot be read must not pass for none.
    expires_at: v.nullish(time),
    user: v.fallback(v.nullish(User), nobody),
    role: v.fallback(v.nullish(v.object({ name: label, display_name: label })), null),
    inheritance_type: label,
    inherited_from_scope_type: label,
    inherited_from_scope_id: label,
    inherited_from_name: label,
  }),
  v.transform((row): Held => ({
    id: row.assignment_id,
    person: personOf(row.user_id, row.user ?? nobody),
    role: { id: row.role_id, name: row.role?.display_name || row.role?.name || row.role_id },
    source: {
      ...originOf(row),
      ...(row.created_at && { since: row.created_at }),
      ...(row.expires_at && { until: row.expires_at }),
      ...(row.assigned_by && { by: row.assigned_by }),
    },
  })),
)

type Origin = Record<
  'inheritance_type' | 'inherited_from_scope_type' | 'inherited_from_scope_id' | 'inherited_from_name',
  string
>

function originOf(row: Origin): Source {
  // Lists of organizations leave it empty: nothing can be inherited there.
  if (row.inheritance_type !== 'inherited') return { kind: 'direct' }
  const { inherited_from_scope_type: type, inherited_from_scope_id: from } = row
  if ((type !== 'organization' && type !== 'project') || !v.is(scopeId, from)) {
    return { kind: 'wider', name: row.inherited_from_name || from || 'KtrlPlane' }
  }
  return { kind: type, name: row.inherited_from_name || from, scope: idOf({ type, id: from }) }
}

/** Who holds what at a scope. */
export const Assignments = list(AssignmentRow)
