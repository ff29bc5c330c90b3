// Lets the token worker of the SDK see a provider that fails as a network that fails. It drops the refresh token on every JSON
// answer that brings no new one, so that one 503 or 429 would end a session that a later try would renew.
const ask = globalThis.fetch.bind(globalThis)

globalThis.fetch = async (...request) => {
  const answer = await ask(...request)
  if (answer.status >= 500 || answer.status === 429)
    throw new TypeError(`The provider answered ${answer.status}.`)
  return answer
}
