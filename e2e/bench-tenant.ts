// The tenant behind the gateway that bench-gateway.ts measures, in a process of its own: the sandbox, and somebody signed in.
// Prints what the gateway and the requests need as one JSON line, and serves until it is ended.
import { acmeApi } from './sandbox/console-config.ts'
import { gatewayEnvironment } from './sandbox/gateway.ts'
import { startSandbox } from './sandbox/sandbox.ts'
import { consoleOrigin, signInAs, tokenRequest } from './sandbox/visitor.ts'

const sandbox = await startSandbox({ consoleOrigin, host: '127.0.0.1' })
const { access_token: token } = await signInAs(sandbox.acme, 'admin', {
  scope: 'openid',
  changes: { audience: acmeApi },
})
const environment = gatewayEnvironment(sandbox)
const machine = await tokenRequest(sandbox.acme, {
  grant_type: 'client_credentials',
  client_id: environment['AUTH0_CLIENT_ID'] ?? '',
  client_secret: environment['AUTH0_CLIENT_SECRET'] ?? '',
  audience: `${sandbox.acme.origin}/api/v2/`,
})
const { access_token: direct } = await machine.json()
console.log(JSON.stringify({ environment, token, direct }))
// A bench asks as often as months of tests.
setInterval(() => sandbox.acme.journal.clear(), 1_000)
