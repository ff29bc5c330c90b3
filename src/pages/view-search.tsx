// The search box of a list whose search stands in the address.
import { useLocation, useNavigation, useSearchParams } from 'react-router'
import { SearchField } from '../ui/field.tsx'
import { useViewChange } from './view-change.ts'

type ViewSearchProps = {
  label: string
  placeholder?: string | undefined
  /** Its name in the address. */
  name?: 'q' | 'permission'
  /** Told of a search that is on its way to the address. */
  onSearch?: () => void
}

/** Follows the address, also where somebody went elsewhere before a search was there. */
export function ViewSearch({ label, placeholder, name = 'q', onSearch }: ViewSearchProps) {
  const [query] = useSearchParams()
  const { key } = useLocation()
  const { state } = useNavigation()
  const change = useViewChange()
  return (
    <SearchField
      label={label}
      placeholder={placeholder}
      defaultValue={query.get(name) ?? ''}
      settled={state === 'idle' ? key : undefined}
      onSearch={(text) => {
        if (change({ [name]: text }) === null) return false
        onSearch?.()
        return true
      }}
    />
  )
}
