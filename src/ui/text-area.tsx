// Several lines of text with a real label, and a file whose text goes into them.
import { useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { FieldFrame } from './field-frame.tsx'
import styles from './field.module.css'

type TextAreaProps = {
  name: string
  label: string
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  rows?: number | undefined
  readOnly?: boolean | undefined
  placeholder?: string | undefined
}

/** Keeps no value of its own; lines are as long as they are, and the box scrolls. */
export function TextArea({
  label,
  name,
  value,
  onChange,
  hint,
  rows = 6,
  readOnly,
  placeholder,
}: TextAreaProps) {
  return (
    <FieldFrame name={name} label={label} hint={hint}>
      {({ clear, ...tied }) => (
        <textarea
          {...tied}
          {...{ name, value, rows, readOnly, placeholder }}
          className={classes(styles.control, styles.mono, styles.area)}
          wrap="off"
          spellCheck={false}
          onChange={(event) => {
            clear()
            onChange(event.currentTarget.value)
          }}
        />
      )}
    </FieldFrame>
  )
}

type FileButtonProps = {
  label: string
  /** Types of files that are offered first: ".csv,text/plain". */
  accept: string
  onText: (text: string, name: string) => void
  /** The file cannot be read, or has more than `most` bytes. */
  onRefused: (why: string) => void
  most: number
  disabledReason?: ReactNode
}

/** A button that lets choose one file and hands on its text (UTF-8). The same file can be chosen again. */
export function FileButton({ label, accept, onText, onRefused, most, disabledReason }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  async function read(file: File | undefined) {
    if (!file) return
    if (file.size > most) {
      onRefused(`“${file.name}” is larger than ${Math.round(most / 1e6)} MB.`)
      return
    }
    try {
      onText(await file.text(), file.name)
    } catch {
      onRefused(`“${file.name}” could not be read.`)
    }
  }
  return (
    <>
      <Button onClick={() => input.current?.click()} disabledReason={disabledReason}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          void read(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}
