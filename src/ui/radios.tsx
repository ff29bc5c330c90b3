// One of several, each with its meaning below it.
import { useId, type ReactNode } from 'react'
import styles from './check.module.css'
import box from './radios.module.css'

type RadiosProps = {
  label: string
  /** Empty while nothing is chosen. */
  value: string
  choices: readonly { value: string; label: string; hint?: ReactNode; mark?: ReactNode }[]
  onChange: (value: string) => void
}

/** A named group of radio buttons; what is chosen is its owner's decision. */
export function Radios({ label, value, choices, onChange }: RadiosProps) {
  const id = useId()
  return (
    <fieldset className={box.radios}>
      <legend className={box.legend}>{label}</legend>
      {choices.map((choice, index) => (
        <div key={choice.value} className={styles.check}>
          <label className={styles.label}>
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={choice.value === value}
              aria-describedby={choice.hint ? `${id}${index}` : undefined}
              onChange={() => onChange(choice.value)}
            />
            <span>{choice.label}</span>
            {choice.mark}
          </label>
          {choice.hint && (
            <div id={`${id}${index}`} className={styles.hint}>
              {choice.hint}
            </div>
          )}
        </div>
      ))}
    </fieldset>
  )
}
