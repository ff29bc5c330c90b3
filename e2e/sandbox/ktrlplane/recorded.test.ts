// The sandbox in its faithful mode, brought to where each answer was recorded, answers the same: status, type, members, order, fixed
// words. What the console makes of them is looked at in e2e/ktrlplane-recorded.test.ts.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { recorded, type RecordedName } from './recorded.ts'
import { shapeOf, type Recorded } from './recorded-kit.ts'
import { owners } from './recorded-lists.ts'
import type { PersonaName } from '../personas.ts'
import { type KtrlplanePlatform, type Sandbox, startSandbox } from '../sandbox.ts'
import { consoleOrigin, signInAs } from '../visitor.ts'

const nordwind = 'organization.nordwind'
const gridTwin = 'project.grid-twin'
const gridGraph = 'resource.grid-twin.grid-graph'

let sandbox: Sandbox
let ktrlplane: KtrlplanePlatform

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  ktrlplane = sandbox.ktrlplane
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

type Situation = {
  as?: PersonaName
  arrange?: () => void
  /** After the sign-in. */
  later?: () => void
  authorization?: string | null
  /** What is asked instead, where it names what the sandbox gives its own id. */
  ask?: () => string
}

/** Nobody holds anything but these, oldest first. */
function only(...grants: { user: string; role: string; scope: string; until?: Date }[]): void {
  const { world, clock } = ktrlplane
  for (const { user_id } of world.users()) world.clear(user_id)
  for (const grant of grants) {
    clock.advance('1s')
    world.assign({ by: owners.admin, ...grant })
  }
}

const admin = owners.admin
const anasGraph = (): void => {
  ktrlplane.world.addResource({ id: 'ana-graph', name: 'Ana’s graph', project: 'sandbox-ana' })
}

/** How the sandbox comes to answer the same; nothing = as it is at the start, for the administrator. */
const situations: Record<Exclude<RecordedName, 'crash'>, Situation> = {
  projects: {
    arrange: () =>
      only(
        { user: admin, role: 'Owner', scope: gridTwin },
        { user: admin, role: 'Viewer', scope: 'project.sandbox-ana' },
      ),
  },
  noProjects: { arrange: only },
  organizations: { arrange: () => only({ user: admin, role: 'Viewer', scope: nordwind }) },
  noOrganizations: { arrange: only },
  resources: { arrange: () => only({ user: admin, role: 'Viewer', scope: gridGraph }) },
  noResources: { arrange: only },
  projectResources: {
    arrange() {
      anasGraph()
      only({ user: admin, role: 'Viewer', scope: 'project.sandbox-ana' })
    },
  },
  deniedProjectResources: { arrange: anasGraph },
  organization: {},
  project: {},
  resource: {},
  roles: {},
  permissions: {},
  noPermissions: {},
  people: { arrange: onlyPeople },
  namelessPeople: {},
  invitedPeople: {},
  shortSearch: {},
  organizationAssignments: {
    arrange: () => only({ user: owners.service, role: 'Viewer', scope: nordwind }),
  },
  projectAssignments: {
    arrange: () =>
      only(
        { user: owners.unknown, role: 'Viewer', scope: nordwind },
        { user: owners.farid, role: 'Editor', scope: gridTwin, until: new Date(0) },
        {
          user: owners.nils,
          role: 'Data Owner',
          scope: gridTwin,
          until: new Date(Math.ceil(ktrlplane.clock.now() / 1_000) * 1_000 + 86_400_000),
        },
      ),
  },
  resourceAssignments: {
    arrange: () =>
      only(
        { user: owners.nameless, role: 'Graph Viewer', scope: nordwind },
        { user: owners.nameless, role: 'Graph Viewer', scope: gridGraph },
        { user: owners.invited, role: 'Viewer', scope: gridTwin },
      ),
  },
  noAssignments: { arrange: only },
  rights: {},
  noRights: {},
  granted: {},
  grantedAtOrganization: {},
  grantedAtResource: {},
  revoked: { ask: () => recorded.revoked.ask.replace(owners.assignment, assignmentAt(gridTwin)) },
  noHeader: { authorization: null },
  noBearer: { authorization: 'bearer of news' },
  opaqueToken: { arrange: () => void (ktrlplane.settings.tokenFor = 'none') },
  otherAudience: { arrange: () => void (ktrlplane.settings.tokenFor = 'other') },
  expiredToken: { later: () => ktrlplane.clock.advance('62m') },
  deniedOrganization: { as: 'guest' },
  deniedProject: {},
  deniedResource: { arrange: anasGraph },
  deniedRename: {},
  deniedRemoval: {},
  deniedRevocation: {
    ask: () => recorded.deniedRevocation.ask.replace(owners.assignment, assignmentAt('project.sandbox-ana')),
  },
  onBehalf: {},
  noScope: {},
  missingField: {},
  unknownUser: {},
  unknownUserAtOrganization: {},
  ambiguousUser: {
    arrange() {
      ktrlplane.world.addUser({ user_id: 'auth0|a' })
      ktrlplane.world.addUser({ user_id: 'auth0|ab' })
    },
  },
  unknownRole: {},
  unknownAssignment: {},
  noNewOrganization: {},
  unknownCall: { authorization: null },
}

function onlyPeople(): void {
  // Only two of nordwind.example are recorded: the others get another address.
  for (const user of ktrlplane.world.users())
    if (user.email.endsWith('@nordwind.example') && ![owners.nils, owners.nameless].includes(user.user_id))
      ktrlplane.world.addUser({ ...user, email: `${user.user_id}@elsewhere.example` })
}

const assignmentAt = (scope: string): string => ktrlplane.world.assignments(scope)[0]?.assignment_id ?? ''

const names = Object.keys(situations).filter(isRecorded)

function isRecorded(name: string): name is keyof typeof situations {
  return name in situations
}

test.each(names)('answers %s', async (name) => {
  const { as = 'admin', arrange, later, authorization, ask }: Situation = situations[name]
  const { sends, status, type, body, ask: usually }: Recorded = recorded[name]
  arrange?.()
  const { access_token } = await signInAs(ktrlplane, as, {
    scope: 'openid profile email access:platform',
    changes: { audience: 'https://api.ktrlplane.example' },
  })
  later?.()
  const header = authorization === undefined ? `Bearer ${String(access_token)}` : authorization
  const [method, path] = (ask?.() ?? usually).split(' ')
  const response = await fetch(`${ktrlplane.origin}${path}`, {
    method: method ?? 'GET',
    headers: {
      origin: consoleOrigin,
      ...(header === null ? {} : { authorization: header }),
      ...(sends && { 'content-type': 'application/json' }),
    },
    ...(sends && { body: JSON.stringify(sends) }),
  })
  const text = await response.text()
  const answered: unknown = type === 'text/plain' ? text : JSON.parse(text)
  expect({
    status: response.status,
    type: response.headers.get('content-type'),
    shape: shapeOf(answered),
  }).toEqual({ status, type, shape: shapeOf(body) })
  expect(response.headers.get('www-authenticate')).toBeNull()
})
