// Recipes for Node 20 and newer, without packages. They are TypeScript without a type in them, so that they run as JavaScript too.
import type { RecipeFacts } from './recipes.ts'

const quoted = (text: string) => JSON.stringify(text)

/** Asks for the token's own account. */
export function nodeToken({ origin }: RecipeFacts): string {
  return `// Asks Zitadel whom the token in ZITADEL_TOKEN speaks for.
const issuer = ${quoted(origin)}
const token = process.env.ZITADEL_TOKEN

${asking('token')}`
}

/** Signs an assertion, exchanges it for an access token, and asks whom that speaks for. */
export function nodeKey({ origin, project, user, keyId }: RecipeFacts): string {
  return `// Signs in with the private key in the file ZITADEL_KEY_FILE (PEM), and asks Zitadel whom the access token speaks for.
import { sign } from 'node:crypto'
import { readFileSync } from 'node:fs'

const issuer = ${quoted(origin)}
const account = ${quoted(user)}
const keyId = ${quoted(keyId)}
const project = ${quoted(project)}

const privateKey = readFileSync(process.env.ZITADEL_KEY_FILE ?? 'key.pem')
const now = Math.floor(Date.now() / 1000)
const signed = [
  { alg: 'RS256', typ: 'JWT', kid: keyId },
  { iss: account, sub: account, aud: issuer, iat: now, exp: now + 300 },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.')
const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url')

${exchange(`    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: \`\${signed}.\${signature}\`,`)}
${asking('access_token')}`
}

/** Exchanges the secret for an access token, and asks whom that speaks for. */
export function nodeSecret({ origin, project, login }: RecipeFacts): string {
  return `// Signs in with the secret in ZITADEL_CLIENT_SECRET, and asks Zitadel whom the access token speaks for.
const issuer = ${quoted(origin)}
const clientId = ${quoted(login)}
const project = ${quoted(project)}

${exchange(`    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: process.env.ZITADEL_CLIENT_SECRET ?? '',`)}
${asking('access_token')}`
}

function exchange(form: string): string {
  return `const answer = await fetch(\`\${issuer}/oauth/v2/token\`, {
  method: 'POST',
  body: new URLSearchParams({
${form}
    scope: \`openid urn:zitadel:iam:org:project:id:\${project}:aud\`,
  }),
})
const said = await answer.text()
if (!answer.ok) throw new Error(\`\${answer.status} \${said}\`)
const { access_token } = JSON.parse(said)
`
}

function asking(token: string): string {
  return `const person = await fetch(\`\${issuer}/oidc/v1/userinfo\`, {
  headers: { authorization: \`Bearer \${${token}}\` },
})
if (!person.ok) throw new Error(\`\${person.status} \${await person.text()}\`)
console.log(await person.text())

// Makes this file a module, in which await needs no function around it.
export {}
`
}
