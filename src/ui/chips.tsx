// Things that were chosen, each with a way to take it back.
import styles from './chips.module.css'
import { focusTitle } from './focus-title.ts'
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
          <button
            type="button"
            aria-label={`Take back ${label}`}
            onClick={({ currentTarget }) => {
              focusBeside(currentTarget)
              onRemove()
            }}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  )
}

/** To the next chip, else to the one before; after the last of all to the heading above them. */
function focusBeside(button: Element) {
  const chip = button.closest('li')
  const beside = (chip?.nextElementSibling ?? chip?.previousElementSibling)?.querySelector('button')
  const heading = button.closest('dialog')?.querySelector<HTMLElement>('h2[tabindex]')
  if (beside) beside.focus()
  else if (heading) heading.focus({ preventScroll: true })
  else focusTitle()
}
