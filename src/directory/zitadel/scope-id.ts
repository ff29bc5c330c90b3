// The address of a scope: one project as one organization sees it. Pure.
import { Problem } from '../problem.ts'

/** Where something is administered. Without an organization it is the one that owns the project. */
export type Where = { project: string; organization?: string }

/** The scope's id: `<organization>.<project>`. Zitadel's own ids are numbers; none of them holds a dot. */
export function idOf({ project, organization }: Required<Where>): string {
  return `${organization}.${project}`
}

/** The organization and the project of a scope's id. @throws Problem `not-found` for an id that is none */
export function whereOf(id: string): Required<Where> {
  const [, organization, project] = /^([^\s./]{1,200})\.([^\s./]{1,200})$/.exec(id) ?? []
  if (organization !== undefined && project !== undefined) return { organization, project }
  throw new Problem('not-found', 'This address names no organization and project.')
}
