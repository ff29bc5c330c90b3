// A text that only its reader may see. It is written into the element by hand and taken out again: React's trees keep what they
// are given for as long as they like. No control of a form, so that no password manager offers to keep it.
import { useLayoutEffect, useRef } from 'react'
import { classes } from './classes.ts'
import styles from './secret-text.module.css'

type SecretTextProps = {
  label: string
  /** Asked for the text only while it is shown. */
  read: () => string
  shown: boolean
}

// Says nothing about how long it is.
const mask = '•'.repeat(24)

/** Dots, or the text; whatever happens to it, the text leaves the document with it. */
export function SecretText({ label, read, shown }: SecretTextProps) {
  const box = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    element.textContent = shown ? read() : mask
    return () => element.replaceChildren()
  })
  return (
    <section
      ref={box}
      aria-label={shown ? label : `${label}, hidden`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
      tabIndex={0}
      // Translators send what they read to others.
      translate="no"
      className={classes(styles.box, !shown && styles.masked)}
    />
  )
}
