// How the credentials of an Auth0 tenant are used: ready commands, the variables that they need and what one must know. Hides
// the texts (recipe-texts.ts). Nothing secret stands in any of it.
import type { Credential, CredentialKind, Recipe } from '../credentials.ts'
import { recipeTexts } from './recipe-texts.ts'

export type RecipeFacts = {
  /** Address of the tenant, with a slash at its end. */
  issuer: string
  /** Identifier of an API that the owner may use, where there is one. */
  audience?: string | undefined
  /** Address of the gateway, without a slash at its end. */
  gateway: string
}

const labels: [Recipe['id'], string][] = [
  ['curl', 'curl'],
  ['typescript', 'TypeScript'],
  ['python', 'Python'],
]

/** The commands for one credential, the best first. */
export function recipesOf(credential: Credential, facts: RecipeFacts): Recipe[] {
  const { kind } = credential
  const variables = Object.entries(variablesOf(credential, facts)).map(([name, value]) => ({ name, value }))
  return labels.map(([id, label]) => ({
    id,
    label,
    text: recipeTexts[kind][id],
    variables,
    notes: [...notes[kind], ...programs[id][kind]],
  }))
}

function variablesOf({ kind, owner, hint }: Credential, facts: RecipeFacts): Record<string, string> {
  const common = {
    AUTH0_ISSUER: facts.issuer,
    AUTH0_CLIENT_ID: owner.id,
    AUTH0_AUDIENCE: facts.audience ?? 'The identifier of the API that is to be used.',
  }
  switch (kind) {
    case 'secret':
      return { ...common, AUTH0_CLIENT_SECRET: 'The client secret, from wherever you keep it.' }
    case 'key':
      return {
        ...common,
        AUTH0_KEY_ID: hint ?? 'The id of the key.',
        AUTH0_PRIVATE_KEY_FILE: 'The path of the file with the private key (PEM).',
      }
    case 'token':
      return {
        API_URL: 'An address of the API, which accepts such tokens.',
        GATEHOUSE_TOKEN: 'The token, from wherever you keep it.',
        GATEWAY_URL: facts.gateway,
        API_CLIENT_ID: 'The id by which the gateway knows the API (INTROSPECTION_CLIENTS).',
        API_CLIENT_SECRET: 'The secret that belongs to that id.',
      }
  }
}

const again =
  'Keep the access token until shortly before it expires: Auth0 counts every one that it issues, and slows down whoever asks often.'
const notes: Record<CredentialKind, string[]> = {
  secret: [
    again,
    'The permissions in the access token are those that the application has at that API at this moment.',
  ],
  key: [
    'The assertion may hold for 5 minutes at most, and is good once: make a new one for every request, with an id of its own (jti).',
    'Its audience (aud) is the address of the tenant with the slash at its end, not the address of the request.',
    again,
  ],
  token: [
    'The token is no JWT: an API cannot read it and asks the gateway. It gets the permissions at its own API alone, as the owner holds them ' +
      'at that moment.',
    'An API may keep an answer for a short time, such as 30 seconds. For as long it does not notice that the token was revoked.',
    'This console’s own gateway accepts the token as well, in the place of a person’s access token.',
  ],
}

const shell = ['The variables stand in the environment, so that no secret is in the history of the shell.']
const node = ['It runs in Node 20 and later as it stands, as a module: its name ends in .mjs or .mts.']
const programs: Record<Recipe['id'], Record<CredentialKind, string[]>> = {
  curl: {
    secret: [...shell, 'It needs curl 7.76 or later.'],
    key: [...shell, 'It needs curl 7.76 or later, and openssl.'],
    token: [...shell, 'It needs curl 7.76 or later.'],
  },
  typescript: { secret: node, key: node, token: node },
  python: {
    secret: ['It needs nothing but Python 3.'],
    key: ['It needs the package PyJWT with its part for cryptography.'],
    token: ['It needs nothing but Python 3.'],
  },
}
