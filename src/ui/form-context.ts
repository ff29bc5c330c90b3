// What a form tells its fields: the message each one shows. Hides where a message came from (browser or server).
import { createContext, use } from 'react'

export type FieldMessages = {
  messages: Readonly<Record<string, string>>
  clear: (name: string) => void
}

export const FieldMessages = createContext<FieldMessages>({ messages: {}, clear: () => {} })

/** The message a field of that name has to show, and how to take it back once the person edits the field. */
export function useFieldMessage(name: string): { message: string | undefined; clear: () => void } {
  const { messages, clear } = use(FieldMessages)
  return { message: messages[name], clear: () => clear(name) }
}
