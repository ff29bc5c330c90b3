// Recipes for Python 3, with the standard library; signing needs PyJWT.
import type { RecipeFacts } from './recipes.ts'

/** JSON's strings are Python's, but for characters that are written as they are. */
const quoted = (text: string) => JSON.stringify(text)

/** Asks for the token's own account. */
export function pythonToken({ origin }: RecipeFacts): string {
  return `# Asks Zitadel whom the token in ZITADEL_TOKEN speaks for.
import os
import urllib.request

issuer = ${quoted(origin)}
token = os.environ["ZITADEL_TOKEN"]

${asking('token')}`
}

/** Signs an assertion, exchanges it for an access token, and asks whom that speaks for. */
export function pythonKey({ origin, project, user, keyId }: RecipeFacts): string {
  return `# Signs in with the private key in the file ZITADEL_KEY_FILE (PEM), and asks Zitadel whom the access token speaks for.
import json
import os
import time
import urllib.parse
import urllib.request

import jwt

issuer = ${quoted(origin)}
account = ${quoted(user)}
key_id = ${quoted(keyId)}
project = ${quoted(project)}

with open(os.environ["ZITADEL_KEY_FILE"], encoding="ascii") as file:
    private_key = file.read()
now = int(time.time())
assertion = jwt.encode(
    {"iss": account, "sub": account, "aud": issuer, "iat": now, "exp": now + 300},
    private_key,
    algorithm="RS256",
    headers={"kid": key_id},
)

${exchange(`    "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "assertion": assertion,`)}
${asking('access_token')}`
}

/** Exchanges the secret for an access token, and asks whom that speaks for. */
export function pythonSecret({ origin, project, login }: RecipeFacts): string {
  return `# Signs in with the secret in ZITADEL_CLIENT_SECRET, and asks Zitadel whom the access token speaks for.
import json
import os
import urllib.parse
import urllib.request

issuer = ${quoted(origin)}
client_id = ${quoted(login)}
project = ${quoted(project)}

${exchange(`    "grant_type": "client_credentials",
    "client_id": client_id,
    "client_secret": os.environ["ZITADEL_CLIENT_SECRET"],`)}
${asking('access_token')}`
}

function exchange(form: string): string {
  return `form = {
${form}
    "scope": f"openid urn:zitadel:iam:org:project:id:{project}:aud",
}
body = urllib.parse.urlencode(form).encode()
with urllib.request.urlopen(f"{issuer}/oauth/v2/token", data=body) as answer:
    access_token = json.load(answer)["access_token"]
`
}

function asking(token: string): string {
  return `request = urllib.request.Request(
    f"{issuer}/oidc/v1/userinfo", headers={"Authorization": f"Bearer {${token}}"}
)
with urllib.request.urlopen(request) as answer:
    print(answer.read().decode())
`
}
