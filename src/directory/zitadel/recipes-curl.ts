// Recipes for a shell: POSIX sh, curl and openssl. What is secret goes to curl through its standard input, never as an argument.
import type { RecipeFacts } from './recipes.ts'

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`
const curl = 'curl --silent --show-error --fail-with-body'

/** Asks for the token's own account. */
export function curlToken({ origin }: RecipeFacts): string {
  return `#!/bin/sh
# Asks Zitadel whom the token in ZITADEL_TOKEN speaks for.
set -eu
issuer=${quoted(origin)}

printf 'Authorization: Bearer %s\\n' "$ZITADEL_TOKEN" |
  ${curl} --header @- "$issuer/oidc/v1/userinfo"
`
}

/** Signs an assertion, exchanges it for an access token, and asks whom that speaks for. */
export function curlKey({ origin, project, user, keyId }: RecipeFacts): string {
  return `#!/bin/sh
# Signs in with the private key in the file ZITADEL_KEY_FILE (PEM), and asks Zitadel whom the access token speaks for.
set -eu
issuer=${quoted(origin)}
account=${quoted(user)}
key_id=${quoted(keyId)}
project=${quoted(project)}

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
now=$(date +%s)
header=$(printf '{"alg":"RS256","typ":"JWT","kid":"%s"}' "$key_id" | base64url)
claims=$(printf '{"iss":"%s","sub":"%s","aud":"%s","iat":%s,"exp":%s}' \\
  "$account" "$account" "$issuer" "$now" "$((now + 300))" | base64url)
signature=$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha256 -sign "$ZITADEL_KEY_FILE" -binary | base64url)

answer=$(printf '%s.%s.%s' "$header" "$claims" "$signature" |
  ${curl} \\
    --data-urlencode 'grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer' \\
    --data-urlencode "scope=openid urn:zitadel:iam:org:project:id:$project:aud" \\
    --data-urlencode assertion@- \\
    "$issuer/oauth/v2/token")
${asking}`
}

/** Exchanges the secret for an access token, and asks whom that speaks for. */
export function curlSecret({ origin, project, login }: RecipeFacts): string {
  return `#!/bin/sh
# Signs in with the secret in ZITADEL_CLIENT_SECRET, and asks Zitadel whom the access token speaks for.
set -eu
issuer=${quoted(origin)}
client_id=${quoted(login)}
project=${quoted(project)}

answer=$(printf '%s' "$ZITADEL_CLIENT_SECRET" |
  ${curl} \\
    --data-urlencode 'grant_type=client_credentials' \\
    --data-urlencode "scope=openid urn:zitadel:iam:org:project:id:$project:aud" \\
    --data-urlencode "client_id=$client_id" \\
    --data-urlencode client_secret@- \\
    "$issuer/oauth/v2/token")
${asking}`
}

const asking = `access_token=$(printf '%s' "$answer" | sed -n 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/p')

printf 'Authorization: Bearer %s\\n' "$access_token" |
  ${curl} --header @- "$issuer/oidc/v1/userinfo"
`
