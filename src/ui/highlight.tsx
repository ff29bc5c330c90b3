// Shows where a search hit.
import { Fragment } from 'react'
import styles from './highlight.module.css'

/** The text with every literal occurrence of `search` marked, whatever its case. */
export function Highlight({ text, search }: { text: string; search: string }) {
  const wanted = search.trim()
  if (wanted === '') return text
  const literal = wanted.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
  let at = 0
  return text.split(new RegExp(`(${literal})`, 'giu')).map((part, index) => {
    const key = at
    at += part.length
    // The split puts what was caught at every second place. Empty parts share a place, and are left out.
    if (part === '') return null
    return index % 2 === 1 ? (
      <mark key={key} className={styles.hit}>
        {part}
      </mark>
    ) : (
      <Fragment key={key}>{part}</Fragment>
    )
  })
}
