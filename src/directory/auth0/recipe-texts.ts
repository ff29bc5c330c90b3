// Ready commands by which credentials are used, as they are shown and run: data only. What they need stands in variables of the
// environment, and what is secret goes to a program's standard input, never into its arguments, which every process can read.
import type { CredentialKind, Recipe } from '../credentials.ts'

const tokenRequest = `curl --fail-with-body --silent --show-error "\${AUTH0_ISSUER}oauth/token" \\
  --header "Content-Type: application/json" --data @- <<JSON`

const secretCurl = `${tokenRequest}
{
  "grant_type": "client_credentials",
  "client_id": "$AUTH0_CLIENT_ID",
  "client_secret": "$AUTH0_CLIENT_SECRET",
  "audience": "$AUTH0_AUDIENCE"
}
JSON
`

const secretTypescript = `const { AUTH0_ISSUER, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET, AUTH0_AUDIENCE } = process.env

const answer = await fetch(\`\${AUTH0_ISSUER}oauth/token\`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    grant_type: 'client_credentials',
    client_id: AUTH0_CLIENT_ID,
    client_secret: AUTH0_CLIENT_SECRET,
    audience: AUTH0_AUDIENCE,
  }),
})
if (!answer.ok) throw new Error(\`\${answer.status} \${await answer.text()}\`)
const { access_token, expires_in } = await answer.json()

// Send it to the API with every request, until it expires.
const headers = { authorization: \`Bearer \${access_token}\` }
console.log(\`An access token for \${expires_in} seconds:\`, Object.keys(headers))
`

const pythonRequest = `request = urllib.request.Request(
    env["AUTH0_ISSUER"] + "oauth/token",
    data=json.dumps(body).encode(),
    headers={"Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as answer:
    token = json.load(answer)

# Send it to the API with every request, until it expires.
headers = {"Authorization": "Bearer " + token["access_token"]}
print("An access token for", token["expires_in"], "seconds")
`

const secretPython = `import json
import urllib.request
from os import environ as env

body = {
    "grant_type": "client_credentials",
    "client_id": env["AUTH0_CLIENT_ID"],
    "client_secret": env["AUTH0_CLIENT_SECRET"],
    "audience": env["AUTH0_AUDIENCE"],
}
${pythonRequest}`

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const keyCurl = `encode() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
now=$(date +%s)
header=$(printf '{"alg":"RS256","typ":"JWT","kid":"%s"}' "$AUTH0_KEY_ID" | encode)
claims=$(printf '{"iss":"%s","sub":"%s","aud":"%s","iat":%s,"exp":%s,"jti":"%s"}' "$AUTH0_CLIENT_ID" \\
  "$AUTH0_CLIENT_ID" "$AUTH0_ISSUER" "$now" "$((now + 60))" "$(openssl rand -hex 16)" | encode)
signature=$(printf '%s.%s' "$header" "$claims" |
  openssl dgst -sha256 -sign "$AUTH0_PRIVATE_KEY_FILE" -binary | encode)

${tokenRequest}
{
  "grant_type": "client_credentials",
  "client_id": "$AUTH0_CLIENT_ID",
  "client_assertion_type": "${assertionType}",
  "client_assertion": "$header.$claims.$signature",
  "audience": "$AUTH0_AUDIENCE"
}
JSON
`

const keyTypescript = `import { createSign, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

const { AUTH0_ISSUER, AUTH0_CLIENT_ID, AUTH0_KEY_ID, AUTH0_AUDIENCE } = process.env
const privateKey = readFileSync(process.env.AUTH0_PRIVATE_KEY_FILE ?? '')

const now = Math.floor(Date.now() / 1000)
const header = { alg: 'RS256', typ: 'JWT', kid: AUTH0_KEY_ID }
const claims = {
  iss: AUTH0_CLIENT_ID,
  sub: AUTH0_CLIENT_ID,
  aud: AUTH0_ISSUER,
  iat: now,
  exp: now + 60,
  jti: randomUUID(),
}
const signed = [header, claims]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.')
const signature = createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')

const answer = await fetch(\`\${AUTH0_ISSUER}oauth/token\`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    grant_type: 'client_credentials',
    client_id: AUTH0_CLIENT_ID,
    client_assertion_type: '${assertionType}',
    client_assertion: \`\${signed}.\${signature}\`,
    audience: AUTH0_AUDIENCE,
  }),
})
if (!answer.ok) throw new Error(\`\${answer.status} \${await answer.text()}\`)
const { access_token, expires_in } = await answer.json()

// Send it to the API with every request, until it expires.
const headers = { authorization: \`Bearer \${access_token}\` }
console.log(\`An access token for \${expires_in} seconds:\`, Object.keys(headers))
`

const keyPython = `# pip install "pyjwt[crypto]"
import json
import time
import urllib.request
import uuid
from os import environ as env
from pathlib import Path

import jwt

now = int(time.time())
assertion = jwt.encode(
    {
        "iss": env["AUTH0_CLIENT_ID"],
        "sub": env["AUTH0_CLIENT_ID"],
        "aud": env["AUTH0_ISSUER"],
        "iat": now,
        "exp": now + 60,
        "jti": str(uuid.uuid4()),
    },
    Path(env["AUTH0_PRIVATE_KEY_FILE"]).read_bytes(),
    algorithm="RS256",
    headers={"kid": env["AUTH0_KEY_ID"]},
)
body = {
    "grant_type": "client_credentials",
    "client_id": env["AUTH0_CLIENT_ID"],
    "client_assertion_type": "${assertionType}",
    "client_assertion": assertion,
    "audience": env["AUTH0_AUDIENCE"],
}
${pythonRequest}`

const tokenCurl = `# Whoever has the token sends it to the API.
curl --fail-with-body --silent --show-error "$API_URL" --header @- <<HEADER
Authorization: Bearer $GATEHOUSE_TOKEN
HEADER

# The API asks the gateway whether the token is good, and what it may do there.
curl --fail-with-body --silent --show-error "$GATEWAY_URL/oauth/introspect" --config - <<CONFIG
user = "$API_CLIENT_ID:$API_CLIENT_SECRET"
data-urlencode = "token=$GATEHOUSE_TOKEN"
CONFIG
`

const tokenTypescript = `const { API_URL, GATEHOUSE_TOKEN, GATEWAY_URL, API_CLIENT_ID, API_CLIENT_SECRET } = process.env

// Whoever has the token sends it to the API.
const answer = await fetch(API_URL ?? '', { headers: { authorization: \`Bearer \${GATEHOUSE_TOKEN}\` } })
console.log('The API answers', answer.status)

// The API asks the gateway whether the token is good, and what it may do there.
const basic = Buffer.from(\`\${API_CLIENT_ID}:\${API_CLIENT_SECRET}\`).toString('base64')
const asked = await fetch(\`\${GATEWAY_URL}/oauth/introspect\`, {
  method: 'POST',
  headers: { authorization: \`Basic \${basic}\` },
  body: new URLSearchParams({ token: GATEHOUSE_TOKEN ?? '' }),
})
if (!asked.ok) throw new Error(\`\${asked.status} \${await asked.text()}\`)
const { active, sub, permissions } = await asked.json()
console.log(active ? \`\${sub} may \${permissions.join(', ')}\` : 'The token is not good here.')
`

const tokenPython = `import base64
import json
import urllib.parse
import urllib.request
from os import environ as env

# Whoever has the token sends it to the API.
request = urllib.request.Request(
    env["API_URL"], headers={"Authorization": "Bearer " + env["GATEHOUSE_TOKEN"]}
)
with urllib.request.urlopen(request) as answer:
    print("The API answers", answer.status)

# The API asks the gateway whether the token is good, and what it may do there.
basic = base64.b64encode((env["API_CLIENT_ID"] + ":" + env["API_CLIENT_SECRET"]).encode()).decode()
request = urllib.request.Request(
    env["GATEWAY_URL"] + "/oauth/introspect",
    data=urllib.parse.urlencode({"token": env["GATEHOUSE_TOKEN"]}).encode(),
    headers={"Authorization": "Basic " + basic},
)
with urllib.request.urlopen(request) as answer:
    found = json.load(answer)
print(found["sub"] + " may " + ", ".join(found["permissions"]) if found["active"] else "The token is not good here.")
`

/** Texts by what is used and with what. */
export const recipeTexts: Record<CredentialKind, Record<Recipe['id'], string>> = {
  secret: { curl: secretCurl, typescript: secretTypescript, python: secretPython },
  key: { curl: keyCurl, typescript: keyTypescript, python: keyPython },
  token: { curl: tokenCurl, typescript: tokenTypescript, python: tokenPython },
}
