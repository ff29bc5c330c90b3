// What lists of KtrlPlane have in common: none has pages (platforms.md §1.4).
import { Problem } from '../problem.ts'

/** @throws Problem where a further page is asked for, which no list here has given out */
export function firstPage(after: string | undefined): void {
  if (after !== undefined) throw new Problem('unexpected', 'This list has no further page.')
}
