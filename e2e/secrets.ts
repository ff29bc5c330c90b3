// Looks for a value that was shown once, wherever a page could still hold it; for the tests of the dialog that shows it.
import type { CDPSession, Page } from 'playwright/test'

/** Places of the page, in words, where the value stands: document, controls, React's trees with everything they hold, addresses, storage. */
export function placesOf(page: Page, value: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const found = new Set<string>()
    const has = (text: unknown) => typeof text === 'string' && text.includes(wanted)
    const look = (place: string, text: unknown) => has(text) && found.add(place)
    look('the document', document.documentElement.outerHTML)
    look('the text on screen', document.body.innerText)
    for (const control of document.querySelectorAll('input, textarea, select'))
      look('a control', Reflect.get(control, 'value'))
    look('an address', location.href + document.referrer)
    look('the history', JSON.stringify(history.state))
    look('a cookie', document.cookie)
    look('the storage', JSON.stringify([localStorage, sessionStorage]))
    look('the record of requests', JSON.stringify(performance.getEntries()))
    look('the name of the window', window.name)

    const visited = new WeakSet()
    const walk = (start: unknown, place: string): void => {
      const queue: unknown[] = [start]
      while (queue.length > 0) {
        const value = queue.pop()
        look(place, value)
        // What functions close over is out of reach here; the whole memory is looked through elsewhere.
        if (typeof value !== 'object' || value === null || visited.has(value)) continue
        if (value instanceof Node || value instanceof Window) continue
        visited.add(value)
        if (value instanceof Map) queue.push(...value.keys(), ...value.values())
        else if (value instanceof Set) queue.push(...value)
        else
          for (const key of Object.keys(value)) {
            look(place, key)
            queue.push(Reflect.get(value, key))
          }
      }
    }
    // React's root: its fibers lead to children, siblings, parents, and to the trees of the render before.
    const root = document.getElementById('root')
    const keys = Object.keys(root ?? {}).filter((key) => key.startsWith('__react'))
    if (keys.length === 0) found.add('nowhere: React was not found')
    for (const key of keys) walk(Reflect.get(root ?? {}, key), 'a tree of React')
    return [...found]
  }, value)
}

/** How often the value occurs in the memory of the page's scripts after all garbage was collected. */
export async function inMemory(page: Page, value: string): Promise<number> {
  const session = await page.context().newCDPSession(page)
  try {
    await session.send('HeapProfiler.enable')
    await session.send('HeapProfiler.collectGarbage')
    const snapshot: { strings: string[] } = JSON.parse(await snapshotOf(session))
    return snapshot.strings.filter((text) => text.includes(value)).length
  } finally {
    await session.detach()
  }
}

async function snapshotOf(session: CDPSession): Promise<string> {
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  return chunks.join('')
}
