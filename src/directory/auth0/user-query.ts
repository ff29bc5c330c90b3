// What a person types to find people, as a query of Auth0's user search v3 (Auth0 docs, "User Search Query Syntax"). Hides:
// Lucene's syntax, and that a wildcard takes three characters before it.
import { searchFrom } from './traits.ts'

/** Case-insensitive at Auth0, and the ones that people know each other by. */
const fields = ['name', 'email', 'given_name', 'family_name', 'nickname']
/** Nobody is found by more, and Auth0 refuses queries that are too long. */
const mostCharacters = 200
const mostWords = 8

/**
 * The query for everybody of whom each word begins a name or an address. Undefined where nobody can be found, so that nothing
 * need be asked.
 */
export function userQuery(search: string): string | undefined {
  const words = search
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '')
  if (words.length === 0 || words.length > mostWords || Array.from(search).length > mostCharacters)
    return undefined
  return words
    .map((word) => `(${fields.map((field) => `${field}:${term(word)}`).join(' OR ')})`)
    .join(' AND ')
}

function term(word: string): string {
  if (Array.from(word).length < searchFrom) return `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"`
  return `${word.replaceAll(/[-+&|!(){}[\]^"~*?:\\/<>=]/g, String.raw`\$&`)}*`
}
