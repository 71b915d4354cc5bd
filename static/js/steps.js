// The steps made at the stitching table: they go to the server one after another, and those that find no way out wait on
// this device. What the server answers is shown by who begins.
import { atRest, form, pieces } from './dragging.js'
const $ = (id) => document.getElementById(id)
const saved = $('saved')
const say = form.dataset
const store = `steps:${say.keep}` // a name of this person and this table: who signs in here next finds nothing
export let steps = []
try { steps = JSON.parse(localStorage.getItem(store)) ?? [] } catch { steps = [] }
export let going = null
let show = null
let retry = 0
let wait = 1000

const keys = () => pieces().map((each) => each.dataset.key)
export const go = () => { going ??= send() }

export function begin (shows) {
  show = shows
  addEventListener('online', go)
  addEventListener('focus', () => { if (steps.length) go() })
  if (steps.length) go()
}

export function step (verb, more = {}) {
  steps.push({ draft: $('poem').dataset.draft, step: verb, ...more })
  keep()
  go()
}

const keep = () => { try { steps.length ? localStorage.setItem(store, JSON.stringify(steps)) : localStorage.removeItem(store) } catch { /* it is not kept here then, only sent */ } }

async function send () {
  clearTimeout(retry)
  while (steps.length) {
    saved.textContent = say.saving
    const body = new URLSearchParams({ ...steps[0], csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value })
    let answer
    try {
      answer = await fetch(form.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } })
      if (answer.status >= 500 || answer.status === 429) throw new Error(`${answer.status}`)
    } catch {
      saved.textContent = answer?.status === 429 ? say.saving : say.waiting // asked for patience, it is only slow
      retry = setTimeout(go, wait)
      wait = Math.min(wait * 2, 30000)
      break
    }
    const leads = answer.headers.get('HX-Redirect')
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (!leads && !page.getElementById('poem')) {
      saved.textContent = say.signedOut
      break
    }
    wait = 1000
    await atRest() // what lies under a hand stays there until it lets go
    const done = steps.shift()
    if (leads) {
      steps = []
      keep()
      location.assign(leads)
      return new Promise(() => {})
    }
    const stood = keys()
    show(page, done)
    for (const each of steps) follow(each, stood)
    keep()
    saved.textContent = say.saved
  }
  going = null
}

// A step that waits was seen on the poem before: where the line it goes after has left, it goes after the one before that;
// a line drawn from beside the poem may be in it by now, or the other way round.
function follow (each, stood) {
  const stands = keys()
  each.draft = $('poem').dataset.draft
  if (stood.includes(each.after)) each.after = stood.slice(0, stood.indexOf(each.after) + 1).findLast((key) => stands.includes(key)) ?? ''
  if (each.step === 'in' && stands.includes(each.what)) each.step = 'move'
  if (each.step === 'move' && $('waiting').querySelector(`[data-key="${each.what}"]`)) each.step = 'in'
}
