// Hands a text to the browser as a file. Hides the address that it has meanwhile.

/** Saves it under that name; the address through which the browser reads it ends at once. */
export function saveFile({ name, type }: { name: string; type: string }, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The click has begun the download; only then may the address go.
  setTimeout(() => URL.revokeObjectURL(address), 100)
}
