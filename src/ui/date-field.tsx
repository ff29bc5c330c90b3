// A date or a time of day, on the browser's own control.
import { useEffect, useRef } from 'react'
import { FieldFrame } from './field-frame.tsx'
import styles from './field.module.css'

type DateFieldProps = {
  type: 'date' | 'time'
  name: string
  label: string
  value: string
  min?: string | undefined
  max?: string | undefined
  /** Why the value cannot be used: keeps the form from being sent, and is shown when somebody tries. */
  fault?: string | undefined
  onChange: (value: string) => void
}

/** A labelled date (`2026-10-14`) or time (`00:00`); empty while what was typed is none. */
export function DateField({ type, name, label, value, min, max, fault = '', onChange }: DateFieldProps) {
  const control = useRef<HTMLInputElement>(null)
  useEffect(() => control.current?.setCustomValidity(fault), [fault])
  return (
    <FieldFrame name={name} label={label}>
      {({ clear, ...tied }) => (
        <input
          {...tied}
          {...{ type, name, value, min, max }}
          ref={control}
          required
          className={styles.control}
          onChange={(event) => {
            clear()
            onChange(event.currentTarget.value)
          }}
        />
      )}
    </FieldFrame>
  )
}
