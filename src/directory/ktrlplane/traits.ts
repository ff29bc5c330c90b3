// What KtrlPlane has, in data for the pages: fixed roles, and who holds them at which scope.
import type { Traits } from '../directory.ts'

/** Fewest characters of a search for people; with fewer the API answers an empty list (platforms.md §1.4). */
export const searchFrom = 5

const fixed = 'KtrlPlane’s roles and what they hand out are fixed: its API has no call that changes them.'

export const traits = {
  scopes: { label: 'Organization, project or resource' },
  projects: {
    lead: 'Roles are held at an organization, a project or a resource. Choose where to work.',
  },
  access: {
    inherits:
      'A role that is given here also holds for everything that lies in it, and cannot be taken away further down.',
    ends: 'KtrlPlane shows when a role ends, but lets nobody set or change that.',
  },
  lacks: {
    accounts:
      'KtrlPlane has no service accounts of its own. Machines sign in as applications of its Auth0 tenant, where they are made and ended.',
    tokens:
      'KtrlPlane has no personal access tokens: its API takes access tokens of its Auth0 tenant and nothing else.',
    keys: 'KtrlPlane has no API keys: its API takes access tokens of its Auth0 tenant and nothing else.',
  },
  roles: {
    fixed,
    name: { label: 'Name', required: true, max: 200 },
    description: { label: 'Description', required: false, max: 500 },
    group: { label: 'Name in the API', required: false, max: 200 },
    listed: 'whole',
  },
  permissions: {
    fixed,
    keeping:
      'KtrlPlane keeps them and has no list of them: these are the ones that its roles hand out. One that ends with “*” covers others.',
    granting: 'edit permissions',
    resource: 'Service',
    resourceChosen: true,
    name: { label: 'Name', required: true, max: 200 },
    description: { label: 'Description', required: false, max: 500 },
    cheap: true,
  },
  members: {
    listed: 'holders',
    assignmentsListed: true,
    searchFrom,
    searched: 'name, email address and id',
    elsewhere: 'Who holds what is changed on the page Access, which shows what is inherited as well.',
  },
} satisfies Traits
