// Ready commands that use a credential, to be copied. They hold no secret: it stands in a variable of the environment.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Credential, Recipe } from '../../directory/credentials.ts'
import { recipes } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Table } from '../../ui/table.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { useScope } from '../../use-scope.ts'
import { NotRead } from '../not-read.tsx'
import { CredentialFacts } from './credential-facts.tsx'
import { titleOf } from './words.ts'

/** Open while it is mounted. */
export function RecipesDialog({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  return (
    <Dialog title={`How to use ${titleOf(credential)}`} size="large" onClose={onClose}>
      <Stack>
        <Recipes credential={credential} />
        <CredentialFacts credential={credential} />
      </Stack>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  )
}

/** One recipe at a time, with what has to stand in which variable. */
export function Recipes({ credential }: { credential: Credential }) {
  const { data, error, isFetching, refetch } = useQuery(recipes(useScope(), credential))
  const [chosen, setChosen] = useState<Recipe['id'] | null>(null)
  if (error)
    return (
      <NotRead
        title="The commands could not be put together"
        error={error}
        again={() => void refetch()}
        pending={isFetching}
      />
    )
  if (!data) return <Skeleton lines={6} />
  const shown = data.find(({ id }) => id === chosen) ?? data[0]
  if (!shown) return <Empty title="There is no ready command for this one" />
  return (
    <Stack>
      <Row spread>
        <Segments
          label="Language"
          value={shown.id}
          choices={data.map(({ id, label }) => ({ value: id, label }))}
          onChange={setChosen}
        />
        <CopyButton kind="plain" label="Copy" text={shown.text} />
      </Row>
      <TextArea
        name="recipe"
        label={shown.label}
        value={shown.text}
        rows={Math.min(18, shown.text.split('\n').length + 1)}
        readOnly
        onChange={() => undefined}
      />
      {shown.variables.length > 0 && (
        <Table
          label="Variables of the environment"
          rows={shown.variables}
          rowKey={({ name }) => name}
          empty={null}
          columns={[
            {
              key: 'name',
              head: 'Variable',
              primary: true,
              mono: true,
              width: '35%',
              cell: ({ name }) => name,
            },
            { key: 'value', head: 'What to put there', cell: ({ value }) => value },
          ]}
        />
      )}
      {shown.notes.length > 0 && (
        <ul aria-label="What to know">
          {shown.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </Stack>
  )
}
