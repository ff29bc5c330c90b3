// One choice out of a few, on the native control.
import { FieldFrame } from './field-frame.tsx'
import styles from './field.module.css'

type SelectFieldProps = {
  name: string
  label: string
  options: readonly { value: string; label: string; disabled?: boolean | undefined }[]
  hint?: string | undefined
  required?: boolean | undefined
  defaultValue?: string | undefined
  /** Stands first and chooses nothing: "Choose an API". */
  none?: string | undefined
  onChange?: ((value: string) => void) | undefined
}

/** A labelled select; submits the value of the chosen option, or an empty text for `none`. */
export function SelectField(props: SelectFieldProps) {
  const { name, label, options, hint, required = false, defaultValue, none, onChange } = props
  return (
    <FieldFrame name={name} label={label} hint={hint} aside={!required && 'optional'}>
      {({ clear, ...tied }) => (
        <select
          {...tied}
          {...{ name, required, defaultValue }}
          className={styles.control}
          onChange={(event) => {
            clear()
            onChange?.(event.currentTarget.value)
          }}
        >
          {none !== undefined && <option value="">{none}</option>}
          {options.map(({ value, label, disabled }) => (
            <option key={value} value={value} disabled={disabled}>
              {label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}
