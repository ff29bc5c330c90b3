// The worker that holds Auth0's refresh token, out of the page's reach: the SDK's own, behind our `fetch`. The order counts.
import './auth0-worker-fetch.ts'
import '@auth0/auth0-spa-js/dist/auth0-spa-js.worker.production.js'
