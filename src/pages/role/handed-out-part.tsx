// One resource with what a role hands out of it, or does not.
import { useState } from 'react'
import type { Resource } from '../../directory/model.ts'
import { counted } from '../../ui/amount.ts'
import { FoldCard } from '../../ui/fold-card.tsx'
import { Highlight } from '../../ui/highlight.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import { Table } from '../../ui/table.tsx'
import { CoversLine, Through } from '../permissions/covers-line.tsx'
import type { Part } from './handed-out-view.ts'

type HandedOutPartProps = { part: Part; search: string; catalogue: readonly Resource[] }

/** Open at first. What it covers or is covered by stands under what it is for. */
export function HandedOutPart({ part: { resource, lines }, search, catalogue }: HandedOutPartProps) {
  const [open, setOpen] = useState(true)
  return (
    <FoldCard
      title={resource.name}
      hint={resource.hint}
      aside={counted(lines.length, 'permission')}
      open={open}
      onToggle={setOpen}
    >
      {() => (
        <Table
          label={`Permissions of ${resource.name}`}
          rows={lines}
          rowKey={({ permission }) => permission.id}
          empty="Nothing."
          columns={[
            {
              key: 'name',
              head: 'Name',
              primary: true,
              mono: true,
              width: '34%',
              cell: ({ permission }) => <Highlight text={permission.name} search={search} />,
            },
            {
              key: 'description',
              head: 'What it is for',
              cell: ({ permission, through }) => (
                <SecondLine
                  below={
                    through.length > 0 ? (
                      <Through word="Covered by" through={through} />
                    ) : (
                      permission.covers && <CoversLine permission={permission} resources={catalogue} />
                    )
                  }
                >
                  {permission.description ? (
                    <Highlight text={permission.description} search={search} />
                  ) : (
                    !permission.covers && through.length === 0 && '–'
                  )}
                </SecondLine>
              ),
            },
          ]}
        />
      )}
    </FoldCard>
  )
}
