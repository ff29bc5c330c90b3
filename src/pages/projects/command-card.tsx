// A command that asks the server itself for what the page lists. It holds no token: that stands in a variable of the environment.
import { CopyButton } from '../../ui/copy.tsx'
import { Card, Stack } from '../../ui/layout.tsx'

/** The command, to be copied, and what it needs. */
export function CommandCard({ command }: { command: string }) {
  const variable = /\$\{?(\w+)/.exec(command)?.[1]
  return (
    <Card title="Ask the server yourself" aside={<CopyButton kind="plain" label="Copy" text={command} />}>
      <Stack>
        <p>
          This command, run in a shell, answers with your projects. Put an access token into the variable{' '}
          <code>{variable}</code> first; this console never shows yours.
        </p>
        <pre>
          <code>{command}</code>
        </pre>
      </Stack>
    </Card>
  )
}
