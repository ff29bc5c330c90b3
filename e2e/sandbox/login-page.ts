// The pages a provider shows to a person: who to sign in as, and short notices. Plain HTML that works without
// script, follows the colour scheme and loads nothing from anywhere.

import { personaNames, personas } from './personas.ts'
import type { Answer } from './http.ts'

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
    background: light-dark(#f2f3f6, #16181d); color: light-dark(#1b1d22, #e9ebf0) }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center }
  main { box-sizing: border-box; width: min(26rem, 100vw - 2rem); margin: 1rem; padding: 2rem; border-radius: 12px;
    background: light-dark(#fff, #22252c); box-shadow: 0 1px 3px light-dark(#0002, #000a) }
  h1 { margin: 0; font-size: 1.5rem } p { margin: .25rem 0 1rem }
  ul { list-style: none; margin: 0 0 1.5rem; padding: 0; display: grid; gap: .5rem }
  li { display: flex; align-items: center; gap: .75rem }
  button { min-height: 2.75rem; min-width: 8rem; padding: 0 1rem; border-radius: 8px; font: inherit; cursor: pointer;
    border: 1px solid light-dark(#2b4a9b, #9db5f5); background: light-dark(#2f53ad, #9db5f5); color: light-dark(#fff, #10131a) }
  button.quiet { background: none; color: inherit; border-color: light-dark(#6b7080, #9aa0b0) }
  button:focus-visible { outline: 3px solid light-dark(#e08700, #ffb84d); outline-offset: 2px }
  code { overflow-wrap: anywhere }`

export function signInPage(platform: string, notice?: string): Answer {
  const rows = personaNames.map(
    (name) =>
      `<li><button name="persona" value="${name}">${name}</button>` +
      `<span aria-hidden="true">${text(personas[name].name)}</span></li>`,
  )
  return page(
    200,
    platform,
    `<h1>${text(platform)}</h1>
    ${notice ? `<p role="alert">${text(notice)}</p>` : '<p>Who signs in?</p>'}
    <form method="post"><ul>${rows.join('')}</ul>
    <button class="quiet" name="deny" value="yes">Deny</button></form>`,
  )
}

/** A page that says one thing. `confirm` adds a button that posts back to the same address. */
export function noticePage(
  status: number,
  platform: string,
  notice: { title: string; detail?: string; confirm?: string },
): Answer {
  const detail = notice.detail ? `<p><code>${text(notice.detail)}</code></p>` : ''
  const form = notice.confirm
    ? `<form method="post"><button name="confirm" value="yes">${text(notice.confirm)}</button></form>`
    : ''
  return page(status, platform, `<h1>${text(notice.title)}</h1>${detail}${form}`)
}

function page(status: number, title: string, body: string): Answer {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body><main>${body}</main></body></html>`
  // No form-action: Chromium applies it to the redirects after a form as well, and these end at the console.
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'x-frame-options': 'DENY',
    },
    body: Buffer.from(html),
  }
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
