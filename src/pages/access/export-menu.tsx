// Takes along who holds what, as it stands in the list.
import type { Scope } from '../../directory/model.ts'
import { counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Menu } from '../../ui/menu.tsx'
import { toast } from '../../ui/toasts.ts'
import { saveFile } from '../credentials/save-file.ts'
import type { Line } from './lines.ts'

type ExportMenuProps = {
  lines: readonly Line[]
  /** Undefined while it is not read. */
  scope: Scope | undefined
  /** Whether the lines are all there are. */
  complete: boolean
}

/** A button that opens the choice of a format; off, with its reason, where the file would not be what it says. */
export function ExportMenu({ lines, scope, complete }: ExportMenuProps) {
  const reason = whyNot({ lines, scope, complete })
  if (!scope || reason !== undefined) return <Button disabledReason={reason}>Export</Button>
  return (
    <Menu
      label="Export"
      kind="plain"
      align="end"
      trigger={
        <>
          Export
          <Icon name="chevron" />
        </>
      }
      items={[
        { label: 'CSV', hint: 'for spreadsheets', onSelect: () => void save('csv', lines, scope) },
        { label: 'JSON', hint: 'for programs', onSelect: () => void save('json', lines, scope) },
      ]}
    />
  )
}

/** Fetches what writes such files only when it is wanted. Never rejects. */
async function save(format: 'csv' | 'json', lines: readonly Line[], scope: Scope): Promise<void> {
  try {
    const { csvOf, fileName, jsonOf, rowsOf } = await import('./export.ts')
    const exported = { lines, scope, at: new Date() }
    const { text, type } =
      format === 'csv'
        ? { text: csvOf(exported), type: 'text/csv;charset=utf-8' }
        : { text: jsonOf(exported), type: 'application/json' }
    saveFile({ name: fileName(exported, format), type }, text)
    const rows = counted(rowsOf(lines).length, 'row')
    const people = counted(lines.length, 'person', 'people')
    toast({
      tone: 'good',
      text: `Exported as ${format.toUpperCase()}: ${rows} about ${people} at ${scope.name}.`,
    })
  } catch {
    toast({ tone: 'bad', text: 'The file could not be made. Nothing was saved.' })
  }
}

function whyNot({ lines, scope, complete }: ExportMenuProps): string | undefined {
  if (!complete) return 'The list is not complete, and a file would not say what is missing.'
  if (lines.length === 0) return 'Nobody stands here, so there is nothing to export.'
  if (!scope) return 'The name of this place could not be read, and the file has to say where this holds.'
  return undefined
}
