// Ready commands that use a credential of a service user: curl, TypeScript and Python. They hold no secret; where one is needed, it
// comes from the environment or from a file, and it never stands in the arguments of a program, where others could read it.
import type { CredentialKind, Recipe } from '../credentials.ts'
import type { CredentialName } from './credential-ids.ts'
import { curlKey, curlSecret, curlToken } from './recipes-curl.ts'
import { pythonKey, pythonSecret, pythonToken } from './recipes-python.ts'
import { nodeKey, nodeSecret, nodeToken } from './recipes-typescript.ts'

/** What a recipe is written for. No value of it is secret. */
export type RecipeFacts = {
  /** The issuer, without a slash at its end. */
  origin: string
  project: string
  user: string
  /** Of a key. */
  keyId: string
  /** The client id of a secret. */
  login: string
}

type Write = (facts: RecipeFacts) => string

const texts: Record<CredentialKind, Record<Recipe['id'], Write>> = {
  token: { curl: curlToken, typescript: nodeToken, python: pythonToken },
  key: { curl: curlKey, typescript: nodeKey, python: pythonKey },
  secret: { curl: curlSecret, typescript: nodeSecret, python: pythonSecret },
}

const variables: Record<CredentialKind, Recipe['variables']> = {
  token: [{ name: 'ZITADEL_TOKEN', value: 'The token.' }],
  key: [{ name: 'ZITADEL_KEY_FILE', value: 'Path of the file with the private key, as PEM.' }],
  secret: [{ name: 'ZITADEL_CLIENT_SECRET', value: 'The client secret.' }],
}

const audience = (project: string) =>
  `The scope urn:zitadel:iam:org:project:id:${project}:aud puts the project into the access token's audience. ` +
  'Without it the applications of the project do not accept the token, although Zitadel issues it.'

const notes: Record<CredentialKind, (facts: RecipeFacts) => string[]> = {
  token: () => [
    'A token is used as it is, as a bearer token; nothing is exchanged.',
    'It is opaque: an application that only verifies signatures cannot read it, and has to ask Zitadel by introspection.',
  ],
  key: ({ origin, keyId, project }) => [
    `The header of the assertion has to name the key: kid ${keyId}. The KOSMOS document leaves that out, and Zitadel then finds no key.`,
    `The assertion's aud is the issuer to the letter: ${origin}, without a slash at its end.`,
    'Zitadel takes an assertion for at most one hour; these are good for five minutes, and a new one is made each time.',
    `${audience(project)} The KOSMOS document leaves that out as well.`,
  ],
  secret: ({ login, project }) => [
    `The client id is the user name of the account: ${login}.`,
    audience(project),
  ],
}

const ways = [
  ['curl', 'curl'],
  ['typescript', 'TypeScript'],
  ['python', 'Python'],
] as const

const needed: Record<CredentialKind, Partial<Record<Recipe['id'], string>>> = {
  token: {},
  key: {
    curl: 'It needs curl and openssl. Save it as a file and run it with sh.',
    typescript: 'It needs Node 20 or newer and nothing else. It is plain JavaScript as well.',
    python: 'It needs PyJWT: pip install "pyjwt[crypto]".',
  },
  secret: {},
}

/** The recipes for one credential, the best first. */
export function recipesOf(
  name: CredentialName,
  place: { origin: string; project: string; login: string },
): Recipe[] {
  const { kind, user } = name
  const facts: RecipeFacts = { ...place, user, keyId: name.kind === 'key' ? name.id : '' }
  return ways.map(([id, label]) => {
    const need = needed[kind][id]
    return {
      id,
      label,
      text: texts[kind][id](facts),
      variables: variables[kind],
      notes: [...(need === undefined ? [] : [need]), ...notes[kind](facts)],
    }
  })
}
