// Who is authorized for what at the start; data only. In KOSMOS the five roles the product knows have several holders,
// `auditor` exactly one, some people hold several roles, and most of the roles nobody holds.
import { personaNames, subOf, zitadelRoles } from '../personas.ts'
import {
  atlasProjectId,
  homeOrganizationId,
  kosmosProjectId,
  ledgerProjectId,
  otherOrganizationId,
} from './seed.ts'
import { special, staffId } from './seed-people.ts'

/** Roles of one person in one project, given in one organisation; at most one for these three together. */
export type AuthorizationFields = {
  id: string
  userId: string
  projectId: string
  organizationId: string
  roleKeys: readonly string[]
  state: 'ACTIVE' | 'INACTIVE'
}

type Seed = Omit<AuthorizationFields, 'id' | 'organizationId' | 'state'> &
  Partial<Pick<AuthorizationFields, 'organizationId' | 'state'>>

const kosmos = (roleKeys: string[], ...people: string[]): Seed[] =>
  people.map((userId) => ({ userId, projectId: kosmosProjectId, roleKeys }))
const staffed = (roleKeys: string[], names: string): Seed[] =>
  kosmos(roleKeys, ...names.split(' ').map(staffId))

const abroad = (userId: string, projectId: string, roleKeys: string[]): Seed => ({
  userId,
  projectId,
  organizationId: otherOrganizationId,
  roleKeys,
})

const seeds: Seed[] = [
  ...personaNames.flatMap((name) =>
    zitadelRoles[name].roles.length === 0 ? [] : kosmos([...zitadelRoles[name].roles], subOf('kosmos', name)),
  ),
  ...staffed(['admin'], 'amara.okafor'),
  ...staffed(['admin', 'billing-admin', 'tenant-admin'], 'luis.figueira'),
  ...staffed(['operator'], 'soren.kjaer nguyen.thi.lan fatima.alzahra'),
  ...staffed(['operator', 'on-call'], 'wang.xiuying'),
  ...staffed(['operator', 'analyst', 'team-lead'], 'haruki.sato'),
  ...staffed(['analyst'], 'dmitri.sokolov eleni.papadaki priya.raghunathan sean.obrien'),
  ...staffed(['auditor'], 'zoe.lefevre'),
  ...staffed(['billing-admin', 'readonly'], 'jose.hernandez'),
  ...staffed(['team-lead', 'user'], 'ayse.yildirim kofi.mensah'),
  ...staffed(['user'], 'tamar.levi min.jun.kim anya.petrova bjork.jonsdottir chiara.rossi david.muller'),
  ...staffed(['user'], 'emeka.nwosu freja.lindqvist grzegorz.brzeczyszczykiewicz hana.novakova'),
  ...staffed(['user', 'conversations:read/own'], 'ibrahim.diallo'),
  ...staffed(['readonly'], 'jana.kovac kai.makoa laszlo.szabo maria.silva'),
  ...staffed(['legacy', 'user'], 'olga.ivanova'),
  ...kosmos(['user'], special.withoutEmail, special.locked, special.markup, special.longName),
  ...kosmos(['agent'], special.machine),
  { userId: staffId('noor.haddad'), projectId: kosmosProjectId, roleKeys: ['analyst'], state: 'INACTIVE' },
  abroad(special.elsewhere, kosmosProjectId, ['analyst']),
  // The same person twice for one project: once at home, once for the other organisation.
  abroad(staffId('sean.obrien'), kosmosProjectId, ['readonly']),
  { userId: staffId('maria.silva'), projectId: atlasProjectId, roleKeys: ['cartographer', 'surveyor'] },
  { userId: subOf('kosmos', 'admin'), projectId: atlasProjectId, roleKeys: ['admin'] },
  { userId: staffId('jose.hernandez'), projectId: ledgerProjectId, roleKeys: ['bookkeeper'] },
  abroad(special.elsewhere, ledgerProjectId, ['bookkeeper', 'chief-accountant']),
]

export const seedAuthorizations: Omit<AuthorizationFields, 'id'>[] = seeds.map(
  ({ userId, projectId, organizationId = homeOrganizationId, roleKeys, state = 'ACTIVE' }) => ({
    userId,
    projectId,
    organizationId,
    roleKeys,
    state,
  }),
)
