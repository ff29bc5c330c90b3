// What the console's /config.json says about the sandbox: how to sign in at each platform and what it administers.

import type { Config } from '../../src/config.ts'
import { kosmosProjectId } from './zitadel/seed.ts'

export const acmeApi = 'https://api.acme.example'
export const ktrlplaneAudience = 'https://api.ktrlplane.example'
/** Another API of KtrlPlane's tenant: it takes tokens that KtrlPlane itself refuses. */
export const otherAudience = 'https://graph.ktrlplane.example'

type Place = { id: string; name: string; origin: string; issuer: string; clientId: string }

export function configOf({
  kosmos,
  acme,
  ktrlplane,
}: Record<'kosmos' | 'acme' | 'ktrlplane', Place>): Config {
  const zitadelScopes = ['urn:zitadel:iam:org:project:id:zitadel:aud', 'urn:zitadel:iam:org:projects:roles']
  const scope = 'openid profile email offline_access'
  return {
    platforms: [
      {
        id: kosmos.id,
        name: kosmos.name,
        login: {
          kind: 'zitadel',
          issuer: kosmos.issuer,
          clientId: kosmos.clientId,
          scope: [scope, ...zitadelScopes].join(' '),
        },
        directory: { kind: 'zitadel', url: kosmos.origin, project: kosmosProjectId },
      },
      {
        id: acme.id,
        name: acme.name,
        login: { kind: 'auth0', issuer: acme.issuer, clientId: acme.clientId, scope, audience: acmeApi },
        directory: { kind: 'auth0' },
      },
      {
        id: ktrlplane.id,
        name: ktrlplane.name,
        login: {
          kind: 'auth0',
          issuer: ktrlplane.issuer,
          clientId: ktrlplane.clientId,
          scope: `${scope} access:platform`,
          audience: ktrlplaneAudience,
        },
        directory: { kind: 'ktrlplane', url: ktrlplane.origin },
      },
    ],
  }
}
