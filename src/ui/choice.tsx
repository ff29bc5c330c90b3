// A choice for what a list shows, beside its search: takes effect at once.
import styles from './choice.module.css'
import { Hidden } from './hidden.tsx'

type ChoiceProps = {
  label: string
  /** Empty where everything is shown. */
  value: string
  /** What showing everything is called: "Any owner". */
  any: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}

/** A select whose value is its owner's; one that is not among the options any more is shown as it is. */
export function Choice({ label, value, any, options, onChange }: ChoiceProps) {
  const known = value === '' || options.some((one) => one.value === value)
  return (
    <label>
      <Hidden>{label}</Hidden>
      <select
        className={styles.choice}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value="">{any}</option>
        {!known && <option value={value}>{value}</option>}
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  )
}
