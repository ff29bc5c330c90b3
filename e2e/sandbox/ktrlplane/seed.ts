// Organizations, projects, resources and people of the sandbox's KtrlPlane, and who holds what where at the start.
import { personaNames, personas, subOf } from '../personas.ts'

export const seedOrganizations = [
  { id: 'nordwind', name: 'Nordwind Energy' },
  { id: 'lumen-labs', name: 'Lumen Labs' },
]

export const seedProjects: readonly { id: string; name: string; org?: string }[] = [
  { id: 'grid-twin', name: 'Grid twin', org: 'nordwind' },
  { id: 'harbour-ops', name: 'Harbour operations', org: 'nordwind' },
  { id: 'field-trials', name: 'Field trials', org: 'lumen-labs' },
  { id: 'sandbox-ana', name: 'Ana’s sandbox' },
]

export const seedResources = [
  { id: 'grid-graph', name: 'Grid graph', project: 'grid-twin', type: 'Konnektr.Graph' },
  { id: 'grid-flow', name: 'Grid flow', project: 'grid-twin', type: 'Konnektr.Flow' },
  { id: 'harbour-graph', name: 'Harbour graph', project: 'harbour-ops', type: 'Konnektr.Graph' },
  { id: 'trial-graph', name: 'Trial graph', project: 'field-trials', type: 'Konnektr.Graph' },
]

const auth0 = (digits: string): string => `auth0|66f0c1a2b3d4e5f6020304${digits}`

/** Ids of those who are no personas. */
export const people = {
  leonie: auth0('11'),
  nils: auth0('12'),
  tomas: auth0('13'),
  ana: auth0('14'),
  jonas: auth0('15'),
  samira: auth0('16'),
  olga: auth0('17'),
  farid: auth0('18'),
  lena: auth0('19'),
  otherLena: auth0('20'),
  zoe: auth0('21'),
  /** A name that a spreadsheet would take for a formula. */
  formula: auth0('22'),
  /** An email address and no name. */
  nameless: auth0('23'),
  /** Neither an email address nor a name. */
  unknown: 'google-oauth2|104839201748392017483',
  /** Has never signed in: the id is the email address. */
  invited: 'mira.costa@partner.example',
  /** An application of the tenant. */
  service: 'kZ3vQ8nXw1TgY5rLb7PcD2sHf9MjA6eU@clients',
}

type Person = { user_id: string; email: string; name: string }

const person = (user_id: string, name: string, email: string): Person => ({ user_id, email, name })

/** The personas first. */
export const seedUsers: readonly Person[] = [
  ...personaNames.map((key) => person(subOf('ktrlplane', key), personas[key].name, personas[key].email)),
  person(people.leonie, 'Leonie Brandt', 'leonie.brandt@nordwind.example'),
  person(people.nils, 'Nils Brandt', 'nils.brandt@nordwind.example'),
  person(people.tomas, 'Tomás Rey', 'tomas.rey@nordwind.example'),
  person(people.ana, 'Ana Duarte', 'ana.duarte@partner.example'),
  person(people.jonas, 'Jonas Weiß', 'jonas.weiss@nordwind.example'),
  person(people.samira, 'Samira Haddad', 'samira.haddad@lumen.example'),
  person(people.olga, 'Olga Petrov', 'olga.petrov@nordwind.example'),
  person(people.farid, 'Farid Okafor', 'farid.okafor@lumen.example'),
  // Two people of one name.
  person(people.lena, 'Lena Sato', 'lena.sato@nordwind.example'),
  person(people.otherLena, 'Lena Sato', 'l.sato@lumen.example'),
  person(
    people.zoe,
    'Zoë 🛰️ Ångström-Ștefănescu of the department with the long name',
    'zoe.angstrom@lumen.example',
  ),
  person(people.formula, '=HYPERLINK("https://evil.example","Kofi Mensah")', 'kofi.mensah@nordwind.example'),
  person(people.nameless, '', 'ops.desk@nordwind.example'),
  person(people.unknown, '', ''),
  person(people.invited, '', people.invited),
  person(people.service, 'Graph API', 'service-account@ktrlplane.system'),
]

/** `days`: how long ago it was given; `left`: in how many days it ends. */
export type SeedAssignment = { user: string; role: string; scope: string; days: number; left?: number }

const [admin, viewer, keykeeper] = [
  subOf('ktrlplane', 'admin'),
  subOf('ktrlplane', 'viewer'),
  subOf('ktrlplane', 'keykeeper'),
]

/** Role by display name, scope as in an address of the console. The guest holds nothing. */
export const seedAssignments: readonly SeedAssignment[] = [
  { user: admin, role: 'Owner', scope: 'organization.nordwind', days: 400 },
  { user: people.leonie, role: 'Owner', scope: 'organization.nordwind', days: 390 },
  { user: people.jonas, role: 'Editor', scope: 'organization.nordwind', days: 300 },
  { user: viewer, role: 'Viewer', scope: 'organization.nordwind', days: 250 },
  { user: people.tomas, role: 'Viewer', scope: 'organization.nordwind', days: 240 },
  { user: people.service, role: 'Viewer', scope: 'organization.nordwind', days: 200 },
  { user: people.tomas, role: 'Owner', scope: 'project.grid-twin', days: 230 },
  { user: keykeeper, role: 'Editor', scope: 'project.grid-twin', days: 180 },
  { user: people.invited, role: 'Viewer', scope: 'project.grid-twin', days: 20 },
  { user: people.nils, role: 'Data Owner', scope: 'project.grid-twin', days: 18, left: 12 },
  { user: people.olga, role: 'Editor', scope: 'project.grid-twin', days: 120, left: -30 },
  { user: people.nameless, role: 'Graph Viewer', scope: 'resource.grid-twin.grid-graph', days: 90 },
  { user: people.formula, role: 'Graph Owner', scope: 'resource.grid-twin.grid-graph', days: 80 },
  { user: admin, role: 'Viewer', scope: 'organization.lumen-labs', days: 100 },
  { user: people.zoe, role: 'Editor', scope: 'organization.lumen-labs', days: 95 },
  { user: people.samira, role: 'Owner', scope: 'project.field-trials', days: 94 },
  { user: people.unknown, role: 'Viewer', scope: 'project.field-trials', days: 60 },
  { user: people.ana, role: 'Owner', scope: 'project.sandbox-ana', days: 40 },
]
