// Which permissions deserve a second look before they are handed out, judged by the words in their names. A hint, no verdict.

const words: [RegExp, string][] = [
  [/\*/, 'covers more than is listed'],
  [/(^|[^a-z])(admin|administer|owner|root|superuser|sudo|manage)/, 'administers'],
  [/(^|[^a-z])(delete|destroy|purge|drop|wipe|remove)/, 'deletes'],
  [/(^|[^a-z])(impersonate|assume)/, 'acts as somebody else'],
  [/(^|[^a-z])(secret|credential|password|token|key)s?([^a-z]|$)/, 'touches secrets'],
  [/(^|[^a-z])(refund|pay|payout|transfer)/, 'moves money'],
  [/(^|[^a-z])(export|download|dump)/, 'takes data out'],
]

/** What is risky about a permission of that name, in two or three words; undefined where nothing is. */
export function riskOf(name: string): string | undefined {
  return words.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1]
}
