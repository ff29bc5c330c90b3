// Giving a new role the permissions of another. The new role exists whatever happens here, so that failures are told and
// never thrown: a second try would make a second role.
import { placeAt } from '../../queries.ts'
import { counted } from './words.ts'

/** What was copied, as the end of a sentence about the new role, and whether that was everything. */
export type Copied = { text: string; complete: boolean }

/** Copies what `from` hands out to the role `to`; `label` is what people call `from`. */
export async function copyPermissions(
  scope: string | undefined,
  from: string,
  to: string,
  label: string,
): Promise<Copied> {
  const { permissions } = placeAt(scope)
  const change = permissions?.change
  if (!permissions || !change) return { text: '.', complete: true }
  try {
    const { permissions: add, complete, fixed } = await permissions.granted(from)
    if (!complete) return failed(fixed ?? `Not everything that “${label}” grants could be read`)
    if (add.length === 0) return { text: `, without permissions: “${label}” has none.`, complete: true }
    const { items, visible } = await change(to, { add, remove: [] })
    const wrong = items.filter(({ problem }) => problem)
    const done = add.length - wrong.length
    const all = counted(add.length, 'permission')
    const late = visible ? '' : ' The directory’s lists do not show them yet.'
    if (wrong.length === 0) return { text: ` with the ${all} of “${label}”.${late}`, complete: true }
    const why = wrong[0]?.problem?.message ?? ''
    return { text: `, but with only ${done} of the ${all} of “${label}”. ${why}${late}`, complete: false }
  } catch (error) {
    return failed(error instanceof Error ? error.message : 'this console made a mistake')
  }
}

function failed(why: string): Copied {
  return {
    text: `, but without permissions: they were not copied. ${why.replace(/\.?$/, '.')}`,
    complete: false,
  }
}
