// The ticks of a list: one a row, and one for all rows on screen.
import { Check } from '../../ui/check.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import type { Column } from '../../ui/table.tsx'
import type { Selection } from './selection.ts'

/** The first column of a table whose rows can be ticked. */
export function selectColumn<T>(
  selection: Pick<Selection<T>, 'has' | 'select'>,
  keyOf: (row: T) => string,
  labelOf: (row: T) => string,
): Column<T> {
  return {
    key: 'select',
    head: 'Selected',
    hideHead: true,
    width: '1%',
    cell: (row) => (
      <Check
        checked={selection.has(keyOf(row))}
        onChange={(on) => selection.select([keyOf(row)], on)}
        label={<Hidden>Select {labelOf(row)}</Hidden>}
      />
    ),
  }
}

type SelectPageProps<T> = {
  selection: Pick<Selection<T>, 'has' | 'select'>
  /** Keys of the rows on screen. */
  keys: readonly string[]
  /** Whether there are more rows than these. */
  more: boolean
}

/** Ticks all rows on screen at once; draws nothing where there is none. */
export function SelectPage<T>({ selection, keys, more }: SelectPageProps<T>) {
  const on = keys.filter(selection.has).length
  if (keys.length === 0) return null
  return (
    <Check
      checked={on === keys.length ? true : on > 0 && 'mixed'}
      onChange={(to) => selection.select(keys, to)}
      label={`Select ${more ? 'this page' : 'all'}`}
    />
  )
}
