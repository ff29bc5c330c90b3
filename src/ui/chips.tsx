// Things that were chosen, each with a way to take it back.
import styles from './chips.module.css'
import { Icon } from './icons.tsx'

type Chip = { key: string; label: string; onRemove: () => void }

/** A named list of chips; draws nothing without one. */
export function Chips({ label, chips }: { label: string; chips: readonly Chip[] }) {
  if (chips.length === 0) return null
  return (
    <ul aria-label={label} className={styles.chips}>
      {chips.map(({ key, label, onRemove }) => (
        <li key={key} className={styles.chip}>
          {label}
          <button type="button" aria-label={`Take back ${label}`} onClick={onRemove}>
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  )
}
